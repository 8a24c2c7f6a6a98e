using Oriel.Cli.Configuration;

namespace Oriel.Cli.Tests.Configuration;

/// <summary>Settings of the existing viewer taken over: by command, by option, at the first start.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly ConfigDesk _desk = new();
    private readonly StringWriter _told = new();

    [Fact]
    public void Every_setting_is_accounted_for()
    {
        _desk.Write(_desk.Places.Existing[0], "[win]\nfullScreen=no\n[spice]\nport=5901\n");
        _desk.Write(
            _desk.Places.Existing[2],
            "[win]\nfullScreen=yes\nkeepAspect=no\nrotate=45\nposition=center\n[app]\nshmFile=kvmfr1\n[egl]\ndoubleBuffer=yes\n[input]\nescapeKey=97\n[foo]\nbar=1\n[audio]\nbufferLatency=20\n[clipboard]\ntoVM=no\n");
        _desk.User("; mine\n[clipboard]\ntoVM=yes\n");

        First.Take([], _told);

        var lines = _told.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                "kept        win:fullScreen=yes", "kept        input:escapeKey=97", "renamed     app:shmFile=kvmfr1: lgmp:shmDevice=kvmfr1", "translated  spice:port=5901: spice:address=127.0.0.1:5901",
                "translated  win:keepAspect=no: win:scale=stretch", "default     win:position=center: win:position is so anyway", "stays       clipboard:toVM=no: clipboard:toVM is in your file already and stays as it is",
                "dropped     egl:doubleBuffer=yes: the picture is always drawn to a back buffer; docs/presentation.md tells when it is shown",
                "dropped     audio:bufferLatency=20: audio:latency is all that is kept ready, in ms, and grows by itself where it is too small",
            ],
            lines[1..10]);
        Assert.StartsWith("refused     win:rotate=45: Argument '45' not recognized", lines[10], StringComparison.Ordinal);
        Assert.Equal(["unknown     foo:bar=1: no such setting", "11 settings: 2 kept, 1 renamed, 2 translated, 1 default, 1 stays, 2 dropped, 1 refused, 1 unknown"], lines[11..13]);

        var line = _desk.Apply();
        Assert.Empty(line.Warnings);
        Assert.Equal(
            ["true", "stretch", "RightCtrl", "kvmfr1", "127.0.0.1:5901", "on"],
            new[] { "--fullscreen", "--scale", "--escape-key", "--region", "--spice", "--clipboard-to-vm" }.Select(name => ConfigDesk.Option(line, name)));
        var text = File.ReadAllText(_desk.Places.UserFile);
        Assert.StartsWith("; mine\n[clipboard]\ntoVM=yes\n", text, StringComparison.Ordinal);
        Assert.Contains("; egl:doubleBuffer=yes: the picture is always drawn", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_everything_at_its_default_is_taken_over_without_a_wrong_value()
    {
        var sections = ExistingOptions.Viewer.Select(o => (o.Name, Value: o.B7 == "·" ? o.Head : o.B7)).Where(o => o.Value.Length > 0).GroupBy(o => o.Name.Split(':')[0]);
        var file = _desk.Write(_desk.File("all.ini"), string.Concat(sections.Select(s => $"[{s.Key}]\n{string.Concat(s.Select(o => $"{o.Name.Split(':')[1]}={o.Value}\n"))}")));

        // HEAD's default for the guest's mode contradicts nothing here, since the window does not follow the guest there.
        First.Take([file], _told);

        Assert.DoesNotContain("refused", _told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", _told.ToString(), StringComparison.Ordinal);
        Assert.Empty(_desk.Apply().Warnings);
    }

    [Fact]
    public void Looking_writes_nothing_and_no_file_is_an_error()
    {
        Assert.Equal("ORL545", Assert.Throws<OrielException>(() => First.Take([], _told)).Code.Id);
        _desk.Write(_desk.Places.Existing[1], "[win]\nfullScreen=yes\n");

        First.Take([], _told, onlyLook: true);

        Assert.Contains("Would be written", _told.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.Places.UserFile));
    }

    [Theory]
    [InlineData("y\n", true)]
    [InlineData("Yes\n", true)]
    [InlineData("\n", false)]
    [InlineData("no\n", false)]
    [InlineData("", false)]
    public void The_first_start_on_a_terminal_asks_once(string answer, bool isTaken)
    {
        _desk.Write(_desk.Places.Existing[2], "[win]\nfullScreen=yes\n");

        Assert.Null(First.Look(isTerminal: true, new StringReader(answer), _told));
        Assert.Contains("Take them over", _told.ToString(), StringComparison.Ordinal);
        Assert.Equal(isTaken ? "true" : null, ConfigDesk.Option(_desk.Apply(), "--fullscreen"));

        var again = new StringWriter();
        Assert.Null(First.Look(isTerminal: true, new StringReader("y\n"), again));
        Assert.Equal("", again.ToString());
    }

    [Fact]
    public void Without_a_terminal_it_is_said_and_nothing_is_changed()
    {
        Assert.Null(First.Look(isTerminal: false, TextReader.Null, _told));
        _desk.Write(_desk.Places.Existing[2], "[win]\nfullScreen=yes\n");

        Assert.Contains("oriel config migrate", First.Look(isTerminal: false, TextReader.Null, _told), StringComparison.Ordinal);
        Assert.False(File.Exists(_desk.Places.UserFile));
        _desk.User("");
        Assert.Null(First.Look(isTerminal: false, TextReader.Null, _told));
        Assert.Equal("", _told.ToString());
    }

    [Theory]
    [InlineData("7 (a) b) S 1 7 7 34816 7 4194304 1", true)]
    [InlineData("7 (oriel) S 1 7 5 34816 9 4194304 1", false)]
    [InlineData("7 (oriel) S 1 7 7 0 -1 4194304 1", false)]
    [InlineData("", false)]
    public void A_program_in_the_background_asks_nothing(string stat, bool isForeground)
    {
        var file = _desk.Write(_desk.File("stat"), stat);

        Assert.Equal(isForeground, FirstStart.IsForeground(file));
        Assert.False(FirstStart.IsForeground(_desk.File("none")));
    }

    public void Dispose() => _desk.Dispose();

    private FirstStart First => new(_desk.Places, _desk.View);
}
