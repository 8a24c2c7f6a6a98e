using System.Collections.Concurrent;
using Oriel.Cli.Clipboard;
using Oriel.Display.Windowing;
using Oriel.Spice.Agent;
using Oriel.Spice.Tests.Agent;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>Files dropped on the window.</summary>
public sealed class FileDropTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();
    private readonly AgentLink _agent = new();
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly ConcurrentQueue<string?> _activity = new();
    private readonly FileDrop _drop;

    public FileDropTests()
    {
        _drop = new FileDrop(_agent, new ClipboardOptions(), _notices.Enqueue);
        _drop.ActivityChanged = () => _activity.Enqueue(_drop.Activity);
    }

    public void Dispose()
    {
        _drop.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Dropped_files_arrive_two_at_a_time_and_the_last_word_is_one()
    {
        var guest = ModelAgent.Connect(_agent, tokens: 1000);
        string[] paths = [.. Enumerable.Range(0, 5).Select(i => Write($"file {i}.bin", 100_000 + i))];
        Drop(paths);
        for (var id = 1u; id <= 5; id++)
        {
            guest.Run(_agent, () => guest.Messages.Count(m => m.Type == 10) >= id, $"start {id}");
            Assert.InRange(guest.Messages.Count(m => m.Type == 10), (int)id, (int)id + 1);
            guest.Say(11, ModelAgent.Words(id, 0));
            guest.Run(_agent, () => Received(guest, id).Length == 100_000 + id - 1, $"data of {id}");
            Assert.Equal(File.ReadAllBytes(paths[id - 1]), Received(guest, id));
            guest.Say(11, ModelAgent.Words(id, 3));
        }

        guest.Run(_agent, () => !_notices.IsEmpty, "the word");
        Assert.Equal(["5 files are in the guest"], _notices);
        Eventually.True(() => _drop.Activity is null, s_patience, "nothing runs");
        Assert.Contains(_activity, a => a is not null && a.StartsWith("Sending 5 files to the guest: ", StringComparison.Ordinal));
        Assert.Empty(guest.Breaches);
    }

    [Fact]
    public void What_is_no_file_is_refused_in_words_and_the_rest_goes()
    {
        var guest = ModelAgent.Connect(_agent);
        Directory.CreateDirectory(_folder.File("pictures"));
        _ = TestProcess.Run("mkfifo", [_folder.File("pipe")]);
        Drop(_folder.File("pictures"), _folder.File("pipe"), _folder.File("nowhere"), Write("good", 3));
        guest.Run(_agent, () => guest.Messages.Any(m => m.Type == 10), "the good one");
        guest.Say(11, ModelAgent.Words(1, 0));
        guest.Run(_agent, () => Received(guest, 1).Length == 3, "data");
        guest.Say(11, ModelAgent.Words(1, 3));
        guest.Run(_agent, () => _notices.Count == 4, "the words");
        Assert.Equal(
            [
                "\"pictures\" is not sent: it is a folder; pack it into an archive first",
                "\"pipe\" is not sent: it is not a plain file",
                "\"nowhere\" is not sent: it does not exist",
                "\"good\" is in the guest",
            ],
            _notices);
    }

    [Fact]
    public void Cancelling_stops_what_runs_and_what_waits()
    {
        var guest = ModelAgent.Connect(_agent);
        Assert.False(_drop.Cancel());
        Drop([.. Enumerable.Range(0, 4).Select(i => Write($"{i}", 1_000_000))]);
        guest.Run(_agent, () => guest.Messages.Count(m => m.Type == 10) == 2, "two start");
        Assert.True(_drop.Cancel());
        guest.Run(_agent, () => guest.Messages.Count(m => m.Type == 11) == 2, "the guest is told");
        Eventually.True(() => _drop.Activity is null, s_patience, "nothing runs");
        Assert.Equal(2, guest.Messages.Count(m => m.Type == 10));
        Assert.Equal(["Sending files cancelled"], _notices);
        Assert.False(_drop.Cancel());
    }

    [Fact]
    public void The_guests_refusal_is_passed_on()
    {
        var guest = ModelAgent.Connect(_agent);
        Drop(Write("big", 10), Write("small", 10));
        guest.Run(_agent, () => guest.Messages.Count(m => m.Type == 10) == 2, "start");
        guest.Say(11, [.. ModelAgent.Words(1, 4), 7, 0, 0, 0, 0, 0, 0, 0]);
        guest.Say(11, ModelAgent.Words(2, 5));
        guest.Run(_agent, () => _notices.Count == 2, "the words");
        Assert.Equal(["\"big\" was not sent: the guest's disk has 7 bytes free, the file needs 10", "\"small\" was not sent: the guest's session is locked"], _notices.Order());
    }

    [Fact]
    public void Where_no_file_can_go_nothing_is_opened()
    {
        Drop(Write("x", 1));
        _ = ModelAgent.Connect(_agent, capabilities: 1u << 13);
        Drop(Write("x", 1));
        using var off = new FileDrop(_agent, new ClipboardOptions { Files = false }, _notices.Enqueue);
        off.Send([Write("x", 1)]);
        Assert.Equal(
            ["Files are not sent: the guest runs no SPICE agent", "Files are not sent: file transfer is switched off in the guest", "Files are not sent: sending files is switched off"],
            _notices);
    }

    private static byte[] Received(ModelAgent guest, uint id) => [.. guest.Messages.Where(m => m.Type == 12 && BitConverter.ToUInt32(m.Body) == id).SelectMany(m => m.Body[12..])];

    private void Drop(params string[] paths)
    {
        Assert.True(_drop.Take(new WindowEvent(WindowEventKind.DropBegan)));
        foreach (var path in paths)
        {
            Assert.True(_drop.Take(new WindowEvent(WindowEventKind.DropFile) { Text = path }));
        }

        Assert.True(_drop.Take(new WindowEvent(WindowEventKind.DropCompleted)));
        Assert.False(_drop.Take(new WindowEvent(WindowEventKind.Exposed)));
    }

    private string Write(string name, int size)
    {
        var path = _folder.File(name);
        var content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(path, content);
        return path;
    }
}
