using System.Text;
using Oriel.Cli.Setup;
using Oriel.Host.Setup;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Setup;

/// <summary><c>oriel setup</c> on files: shown, asked, changed, done once, and undone byte for byte.</summary>
public sealed class SetupFileTests : IDisposable
{
    private static readonly string s_domains = Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Domains");
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Domains => [.. Directory.EnumerateFiles(s_domains, "*.xml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Domains))]
    public void Changed_once_and_undone_byte_for_byte(string name)
    {
        var file = Copy(name);
        var before = File.ReadAllBytes(file);
        foreach (var wish in (SetupWish[])[new() { Mode = (3840, 2160) }, new() { Memory = MemoryKind.Kvmfr }])
        {
            var text = Run(new SetupRequest { Target = file, Yes = true, Wish = wish }, out var status);
            Assert.Equal(0, status);
            Assert.Contains("undo: oriel setup --undo", text, StringComparison.Ordinal);
            var after = File.ReadAllBytes(file);
            Assert.NotEqual(before, after);
            Assert.Equal(before.AsSpan().StartsWith(Encoding.UTF8.Preamble), after.AsSpan().StartsWith(Encoding.UTF8.Preamble));

            Assert.Contains("nothing to change", Run(new SetupRequest { Target = file, Yes = true, Wish = wish }, out _), StringComparison.Ordinal);
            Assert.Equal(after, File.ReadAllBytes(file));

            Assert.EndsWith("undone\n", Undo(file), StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(file));
        }

        Assert.Equal("ORL826", Assert.Throws<OrielException>(() => Undo(file)).Code.Id);
    }

    [Fact]
    public void Two_changes_are_undone_one_after_the_other_and_kept_private()
    {
        var file = Copy("looking-glass-b7.xml");
        var first = File.ReadAllBytes(file);
        Run(new SetupRequest { Target = file, Yes = true, Wish = new SetupWish { Bytes = 128 << 20 } }, out _);
        var second = File.ReadAllBytes(file);
        Run(new SetupRequest { Target = file, Yes = true, Wish = new SetupWish { Name = "oriel" } }, out _);
        Undo(file);
        Assert.Equal(second, File.ReadAllBytes(file));
        Undo(file);
        Assert.Equal(first, File.ReadAllBytes(file));
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        var kept = Directory.EnumerateFiles(_folder.File("state/oriel/setup"), "*", SearchOption.AllDirectories).ToList();
        Assert.Equal(4, kept.Count);
        Assert.All(kept, one => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(one) & Others));
    }

    [Fact]
    public void Nothing_changes_without_a_yes()
    {
        var file = Copy("vnc-only.xml");
        var before = File.ReadAllBytes(file);
        Assert.Contains("+    <graphics type='spice' autoport='yes'>", Run(new SetupRequest { Target = file, DryRun = true }, out _), StringComparison.Ordinal);
        Assert.Contains("[y/N]", Run(new SetupRequest { Target = file }, out _, "n\n"), StringComparison.Ordinal);
        Run(new SetupRequest { Target = file }, out _, "");
        Assert.Equal("ORL825", Assert.Throws<OrielException>(() => Run(new SetupRequest { Target = file }, out _)).Code.Id);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.False(Directory.Exists(_folder.File("state")));
        Run(new SetupRequest { Target = file }, out _, "y\n");
        Assert.NotEqual(before, File.ReadAllBytes(file));
    }

    [Fact]
    public void Another_file_may_be_written_instead()
    {
        var file = Copy("minimal.xml");
        var before = File.ReadAllBytes(file);
        Run(new SetupRequest { Target = file, Output = _folder.File("new.xml") }, out _);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.Contains("<shmem name='oriel'>", File.ReadAllText(_folder.File("new.xml")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("state")));
    }

    [Fact]
    public void Passwords_and_control_characters_are_not_printed()
    {
        var file = Copy("spice-socket.xml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("<devices>", "<description>\u009b31mred</description><devices>", StringComparison.Ordinal).Replace("    <video>", "    <!-- \u009b2J -->\n    <video>", StringComparison.Ordinal));
        var text = Run(new SetupRequest { Target = file, DryRun = true, Wish = new SetupWish { SpiceSocket = "/run/other.spice" } }, out _);
        Assert.Contains("/run/other.spice", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', text);
    }

    [Theory]
    [InlineData("ISO-8859-1", "ORL820")]
    [InlineData("none", "ORL824")]
    [InlineData("bytes", "ORL820")]
    public void What_is_no_utf8_file_is_refused(string what, string code)
    {
        var file = _folder.File("x.xml");
        if (what == "ISO-8859-1")
        {
            File.WriteAllText(file, "<?xml version='1.0' encoding='ISO-8859-1'?><domain type='kvm'><devices/></domain>");
        }
        else if (what == "bytes")
        {
            File.WriteAllBytes(file, [0x3C, 0xE4, 0x3E]);
        }

        Assert.Equal(code, Assert.Throws<OrielException>(() => Run(new SetupRequest { Target = file, DryRun = true }, out _)).Code.Id);
    }

    /// <summary>The host's own steps that need no other rights: written with what was there kept, and put back.</summary>
    [Fact]
    public void Files_of_the_host_are_written_and_put_back()
    {
        var config = _folder.File("home/.config/oriel/serve-small.conf");
        var file = Copy("minimal.xml");
        var request = new SetupRequest { Target = file, Yes = true, ApplyHost = true, Wish = new SetupWish { Memory = MemoryKind.Doorbell } };

        // The unit is recorded as enabled, so that a file is all there is to do.
        var paths = $$"""
            "{{_folder.File("home/.config")}}/systemd/user/oriel-serve@.socket": { "mode": "644" },
            "{{_folder.File("home/.config")}}/systemd/user/sockets.target.wants/oriel-serve@small.socket": { "mode": "644" }
            """;
        Run(request, out _, paths: paths);
        Assert.Equal("# Shared memory with doorbells of a virtual machine (oriel setup).\nSIZE=128M\n", File.ReadAllText(config));
        Undo(file);
        Assert.False(File.Exists(config));
    }

    [Fact]
    public void The_program_reads_a_pipe_and_writes_one()
    {
        var xml = File.ReadAllText(Path.Combine(s_domains, "minimal.xml"));
        var output = TestProcess.Run("/bin/sh", ["-c", "\"$1\" setup - --plain --mode 1920x1080 <\"$2\" 2>\"$3\"", "sh", Executables.Oriel, Path.Combine(s_domains, "minimal.xml"), _folder.File("words")]);
        Assert.Equal(DomainPlanner.Plan(xml, new SetupWish { Memory = MemoryKind.Plain, Mode = (1920, 1080) }).After.TrimEnd('\n'), output);
        Assert.Contains("why: ", File.ReadAllText(_folder.File("words")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("setup", "a", "--plain", "--kvmfr")]
    [InlineData("setup", "--undo")]
    [InlineData("setup", "--undo", "-")]
    [InlineData("setup", "a", "--size", "3M")]
    [InlineData("setup", "a", "--size", "64M", "--mode", "1920x1080")]
    [InlineData("setup", "a", "--name", "../x")]
    [InlineData("setup", "a", "--spice-socket", "x")]
    [InlineData("setup", "a", "--yes", "--dry-run")]
    [InlineData("setup", "--connect=--help")]
    [InlineData("setup", "a", "--qemu")]
    [InlineData("setup", "--from", "x")]
    [InlineData("setup", "--guest-iso", "x", "--undo", "a")]
    public void What_is_not_understood_ends_with_status_2(params string[] arguments) => Assert.Equal(ExitCodes.Usage, CommandRunner.Run(CommandTree.Create(), arguments));

    private string Copy(string name)
    {
        var file = _folder.File(name);
        File.Copy(Path.Combine(s_domains, name), file);
        return file;
    }

    private string Undo(string file) => With(new SetupRequest { Target = file, Yes = true }, run => run.Undo(), out _, null, "");

    private string Run(SetupRequest request, out int status, string? answers = null, string paths = "") => With(request, run => run.Run(), out status, answers, paths);

    private string With(SetupRequest request, Func<SetupRun, int> work, out int status, string? answers, string paths)
    {
        var record = Directory.CreateDirectory(_folder.File("record")).FullName;
        File.WriteAllText($"{record}/system.json", $$"""
            { "user": { "name": "ana", "uid": 1001, "groups": [1001] },
              "variables": { "HOME": "{{_folder.File("home")}}", "XDG_STATE_HOME": "{{_folder.File("state")}}" },
              "paths": { {{paths}} } }
            """);
        using var output = new StringWriter();
        using var input = answers is null ? null : new StringReader(answers);
        status = work(new SetupRun(request, new RecordedSystem(record), new SetupText(output, isColoured: false), new SetupQuestion(request, input, output)));
        return output.ToString();
    }
}
