using System.Text;
using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Setup.Undo;
using Oriel.Testing;

namespace Oriel.Host.Tests.Setup;

/// <summary>What is changed on the host is kept first, and put back byte for byte.</summary>
public sealed class HostWorkTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_and_commands_are_undone_in_reverse()
    {
        byte[] before = [.. "# \u00e4\r\n"u8, 0xFF, 0x00];
        var old = _folder.File("old.conf");
        var link = _folder.File("link.conf");
        var young = _folder.File("deep/er/new.conf");
        File.WriteAllBytes(old, before);
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "old.conf");
        var backup = Begin();
        var work = new HostWork();
        work.Do(Step(link, "first"), backup);
        work.Do(Step(link, "second"), backup);
        work.Do(Step(young, "third") with { Commands = [["touch", _folder.File("ran")]], UndoCommands = [["rm", _folder.File("ran")]] }, backup);
        Assert.Equal("second", File.ReadAllText(old));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(old));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.True(File.Exists(_folder.File("ran")));

        // As another run of the program would.
        var found = Store().Newest("machine")!;
        found.RestoreFiles();
        foreach (var command in found.Record.UndoCommands)
        {
            work.Run(command);
        }

        found.Finish();
        Assert.Equal(before, File.ReadAllBytes(old));
        Assert.False(File.Exists(young));
        Assert.False(File.Exists(_folder.File("ran")));
        Assert.Null(Store().Newest("machine"));
    }

    [Fact]
    public void A_run_that_was_cut_off_can_be_undone()
    {
        var file = _folder.File("a.conf");
        File.WriteAllText(file, "a");
        var backup = Begin();
        var error = Assert.Throws<OrielException>(() => new HostWork().Do(Step(file, "b") with { Commands = [["false"]] }, backup));
        Assert.Equal(("ORL827", "b"), (error.Code.Id, File.ReadAllText(file)));
        Store().Newest("machine")!.RestoreFiles();
        Assert.Equal("a", File.ReadAllText(file));
        Assert.Contains("no-such-program is not installed", Assert.Throws<OrielException>(() => new HostWork().Run(["no-such-program"])).Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_of_several_runs_comes_first()
    {
        for (var i = 0; i < 12; i++)
        {
            Begin(Encoding.UTF8.GetBytes($"{i}"));
        }

        for (var i = 11; i >= 0; i--)
        {
            var newest = Store().Newest("machine")!;
            Assert.Equal($"{i}", Encoding.UTF8.GetString(newest.ReadOriginal()));
            newest.Finish();
        }

        Assert.Null(Store().Newest("machine"));
    }

    private static HostStep Step(string file, string content) => new() { Id = "x", What = "x", Why = "x", Undo = "x", File = file, Content = content };

    private SetupStore Store() => new(_folder.File("store"));

    private SetupBackup Begin(byte[]? original = null) => Store().Begin("machine", new SetupRecord { When = new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero), Name = "machine" }, original);
}
