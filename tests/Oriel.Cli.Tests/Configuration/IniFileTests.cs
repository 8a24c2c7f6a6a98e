using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Cli.Configuration;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>The rules of the files, and what is no file.</summary>
public sealed class IniFileTests
{
    [Fact]
    public void Values_go_to_the_end_of_the_line_and_comments_stand_at_its_start()
    {
        var read = Parse("; first\n[win]\ntitle = A ; \"B\" = C  \r\n  size=10x20\n\n[Input]\nescapeKey=KEY_F1\n;mouseSens=3\nbind=\n");

        Assert.Equal([new IniEntry("win:title", "A ; \"B\" = C", 3), new IniEntry("win:size", "10x20", 4), new IniEntry("Input:escapeKey", "KEY_F1", 7), new IniEntry("Input:bind", "", 9)], read);
    }

    [Fact]
    public void A_file_of_the_existing_viewer_is_ASCII_and_ours_is_not()
    {
        const string text = "\uFEFF[win]\ntitle=Käse\tbrot\n";

        Assert.Equal("Ksebrot", Assert.Single(Parse(text, isExisting: true)).Value);
        Assert.Equal("Käse\tbrot", Assert.Single(Parse(text)).Value);
        Assert.True(IniFile.IsExisting("/x/looking-glass/client.ini") && IniFile.IsExisting("/etc/looking-glass-client.ini"));
        Assert.False(IniFile.IsExisting("/x/oriel/client.ini"));
    }

    [Theory]
    [InlineData("fullScreen=yes", "line 1")]
    [InlineData("[win]\nfullScreen", "line 2")]
    [InlineData("[win]\n=yes", "line 2")]
    [InlineData("[]\nfullScreen=yes", "before any section")]
    [InlineData("[win]\n# a remark", "line 2")]
    public void What_is_no_setting_ends_with_its_place(string text, string place)
    {
        var error = Assert.Throws<OrielException>(() => Parse(text));

        Assert.Equal("ORL540", error.Code.Id);
        Assert.Contains(place, error.Seen, StringComparison.Ordinal);
        Assert.Contains("the.ini", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_settings_or_an_error()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<bool>(), (bytes, isExisting) =>
        {
            foreach (var lead in (string[])["", "[a]\n"])
            {
                try
                {
                    foreach (var entry in IniFile.Parse("f", [.. Encoding.ASCII.GetBytes(lead), .. bytes], isExisting))
                    {
                        Assert.DoesNotContain(entry.Name + entry.Value, c => char.IsControl(c) && c != '\t');
                    }
                }
                catch (OrielException error)
                {
                    Assert.DoesNotContain(error.Seen, char.IsControl);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused_and_so_is_a_folder()
    {
        using var folder = new TempFolder();
        var large = folder.File("large");
        File.WriteAllText(large, new string(';', IniFile.MostBytes + 1));

        Assert.Contains("1048576", Assert.Throws<OrielException>(() => IniFile.Read(large)).Seen, StringComparison.Ordinal);
        Assert.Equal("ORL540", Assert.Throws<OrielException>(() => IniFile.Read(folder.Path)).Code.Id);
        Assert.Equal("ORL540", Assert.Throws<OrielException>(() => IniFile.Read(folder.File("missing"))).Code.Id);
    }

    [Fact]
    public void A_changed_value_changes_nothing_else()
    {
        const string before = "; mine\r\n[WIN]\r\n ; K\u00e4se\r\nFULLSCREEN = no\r\n\r\n[egl]\r\nvsync=yes ; not a comment\r\n";
        var text = new IniText(Encoding.Latin1.GetBytes(before));

        text.Set(ViewerSettings.Find("win:fullScreen")!, "yes");
        text.Set(ViewerSettings.Find("win:title")!, "Käse");
        text.Set(ViewerSettings.Find("input:mouseSens")!, "3");

        Assert.Equal(
            "; mine\r\n[WIN]\r\n ; K\u00e4se\r\nFULLSCREEN =yes\r\ntitle=K\u00c3\u00a4se\r\n\r\n[egl]\r\nvsync=yes ; not a comment\r\n\r\n[input]\r\nmouseSens=3\r\n",
            Encoding.Latin1.GetString(text.ToBytes()));
    }

    [Fact]
    public void An_older_name_is_the_same_setting_and_the_last_of_several_counts()
    {
        var text = new IniText("[app]\nshmFile=kvmfr0\n[lgmp]\nshmDevice=kvmfr1\nshmDevice=kvmfr2"u8);

        text.Set(ViewerSettings.Find("lgmp:shmDevice")!, "kvmfr3");
        Assert.Equal("[app]\nshmFile=kvmfr0\n[lgmp]\nshmDevice=kvmfr1\nshmDevice=kvmfr3\n", Encoding.ASCII.GetString(text.ToBytes()));
        Assert.True(text.Unset(ViewerSettings.Find("lgmp:shmDevice")!));
        Assert.Equal("[app]\n[lgmp]\n", Encoding.ASCII.GetString(text.ToBytes()));
        Assert.False(text.Unset(ViewerSettings.Find("lgmp:shmDevice")!));
    }

    [Fact]
    public void What_is_set_is_read_whatever_was_in_the_file()
    {
        var rows = ViewerSettings.All.ToArray();
        Prop.ForAll(ArbMap.Default.ArbFor<string[]>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (lines, pick) =>
        {
            var row = rows[pick.Get % rows.Length];
            var junk = string.Concat(lines.Where(l => l is not null).Select(l => "; " + string.Concat(l.Where(c => c is >= ' ' and <= '~')) + "\n"));
            var text = new IniText(Encoding.UTF8.GetBytes(junk + "[win]\nsize=1x1\n"));
            text.Set(row, "value");
            Assert.Equal("value", Parse(Encoding.UTF8.GetString(text.ToBytes())).Last(e => ViewerSettings.Find(e.Name) == row).Value);
            Assert.StartsWith(junk, Encoding.UTF8.GetString(text.ToBytes()), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_new_file_is_the_users_alone_and_an_old_one_keeps_its_mode_and_its_link()
    {
        using var folder = new TempFolder();
        var (file, link, row) = (folder.File("a/b/new.ini"), folder.File("link.ini"), ViewerSettings.Find("win:fullScreen")!);

        ConfigFile.Update(file, text => text.Set(row, "yes"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.File("a/b")));

        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(file, Shared);
        File.CreateSymbolicLink(link, "a/b/new.ini");
        ConfigFile.Update(link, text => text.Set(row, "no"));

        Assert.Equal("a/b/new.ini", new FileInfo(link).LinkTarget);
        Assert.Equal("[win]\nfullScreen=no\n", File.ReadAllText(file));
        Assert.Equal(Shared, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(folder.File("a/b")));
    }

    [Fact]
    public void A_change_that_fails_leaves_the_file_and_nothing_beside_it()
    {
        using var folder = new TempFolder();
        var file = folder.File("x.ini");
        File.WriteAllText(file, "[win]\n");

        Assert.Throws<ArgumentException>(() => ConfigFile.Update(file, text => text.Set(ViewerSettings.Find("win:title")!, "a\nb")));
        Assert.Equal("[win]\n", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Equal("ORL544", Assert.Throws<OrielException>(() => ConfigFile.Update(Path.Combine(file, "y.ini"), _ => { })).Code.Id);
    }

    private static IReadOnlyList<IniEntry> Parse(string text, bool isExisting = false) => IniFile.Parse("the.ini", Encoding.UTF8.GetBytes(text), isExisting);
}
