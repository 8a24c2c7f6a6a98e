using System.Text;
using Oriel.Spice.Agent;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Agent;

/// <summary>File transfer to the guest (spice.md section 7.7).</summary>
public sealed class FileSendTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Several_files_share_the_way_and_arrive_whole()
    {
        var link = new AgentLink();
        var agent = ModelAgent.Connect(link);
        int[] sizes = [0, 1, 64 << 10, (64 << 10) + 1, 300_000];
        var contents = sizes.Select((s, i) => Enumerable.Range(0, s).Select(n => (byte)((n * 7) + i)).ToArray()).ToArray();
        var files = contents.Select((c, i) => link.SendFile($"file {i}", c.Length, new MemoryStream(c))).ToArray();
        agent.Run(link, () => agent.Messages.Count(m => m.Type == 10) == sizes.Length, "all are announced");
        for (var id = 1u; id <= files.Length; id++)
        {
            agent.Say(11, ModelAgent.Words(id, 0));
        }

        agent.Run(link, () => Received(agent).Sum(f => f.Value.Length) == sizes.Sum(), "the bytes");
        agent.Run(link, () => agent.Messages.Any(m => m.Type == 12 && BitConverter.ToUInt32(m.Body) == 1), "the empty piece of the empty file");
        var received = Received(agent);
        for (var i = 0; i < files.Length; i++)
        {
            Assert.False(files[i].Completion.IsCompleted);
            agent.Say(11, ModelAgent.Words((uint)i + 1, 3));
            agent.Run(link, () => files[i].Completion.IsCompleted, "the end");
            Assert.Equal(new FileSendResult(FileSendOutcome.Done, ""), await files[i].Completion);
            Assert.Equal(contents[i], received.GetValueOrDefault((uint)i + 1, []));
        }

        // By turns: the small ones were done before the large one had all of its pieces out.
        var pieces = agent.Messages.Where(m => m.Type == 12).Select(m => BitConverter.ToUInt32(m.Body)).ToList();
        Assert.True(pieces.LastIndexOf(4) < pieces.LastIndexOf(5), string.Join(' ', pieces));
        Assert.All(agent.Messages.Where(m => m.Type == 12), m => Assert.InRange(m.Body.Length, 12, 12 + (64 << 10)));
        Assert.Empty(agent.Breaches);
    }

    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData(" leading", @"\sleading")]
    [InlineData("a\\b\nc\td\re", @"a\\b\nc\td\re")]
    [InlineData("grüße ☃", "grüße ☃")]
    public void Names_are_escaped(string name, string value) =>
        Assert.Equal($"[vdagent-file-xfer]\nname={value}\nsize=5\n\0", Encoding.UTF8.GetString(AgentLink.FileStartBody(1, name, 5).AsSpan(4)));

    [Fact]
    public void A_path_is_no_name()
    {
        Assert.Throws<ArgumentException>(() => new AgentLink().SendFile("a/b", 1, new MemoryStream()));
        Assert.Throws<ArgumentException>(() => new AgentLink().SendFile("a\0b", 1, new MemoryStream()));
    }

    public static TheoryData<byte[], FileSendOutcome, string> Ends => new()
    {
        { ModelAgent.Words(1, 1), FileSendOutcome.CancelledByGuest, "the guest cancelled it" },
        { ModelAgent.Words(1, 2), FileSendOutcome.GuestFailed, "the guest could not write the file" },
        { [.. ModelAgent.Words(1, 2), 0, 14, 0, 0, 0], FileSendOutcome.GuestFailed, "the guest may not write to its download folder" },
        { [.. ModelAgent.Words(1, 2), 0, 99, 0, 0, 0], FileSendOutcome.GuestFailed, "the guest could not write the file (GLib I/O error 99)" },
        { [.. ModelAgent.Words(1, 4), 0x39, 0x30, 0, 0, 0, 0, 0, 0], FileSendOutcome.NoSpace, "the guest's disk has 12345 bytes free, the file needs 1000000" },
        { ModelAgent.Words(1, 4), FileSendOutcome.NoSpace, "the guest's disk has too little space" },
        { ModelAgent.Words(1, 5), FileSendOutcome.SessionLocked, "the guest's session is locked" },
        { ModelAgent.Words(1, 6), FileSendOutcome.NobodyThere, "nobody is logged in to the guest's desktop" },
        { ModelAgent.Words(1, 7), FileSendOutcome.Disabled, "file transfer is switched off in the guest" },
        { ModelAgent.Words(1, 3), FileSendOutcome.GuestFailed, "the guest said it has the file after 0 of 1000000 bytes" },
        { ModelAgent.Words(1, 77), FileSendOutcome.GuestFailed, "the guest answered with status 77, which has no known meaning" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_the_guest_says_ends_in_words(byte[] status, FileSendOutcome outcome, string words)
    {
        var link = new AgentLink();
        var agent = ModelAgent.Connect(link);
        var source = new MemoryStream(new byte[1_000_000]);
        var file = link.SendFile("x", source.Length, source);
        agent.Say(11, status);
        agent.Run(link, () => file.Completion.IsCompleted, "the end");
        Assert.Equal(new FileSendResult(outcome, words), await file.Completion);
        Eventually.True(() => !source.CanRead, s_patience, "the file is closed");
    }

    [Fact]
    public async Task Cancelling_tells_the_guest_and_frees_the_way()
    {
        var link = new AgentLink();
        var agent = ModelAgent.Connect(link);
        var source = new MemoryStream(new byte[10 << 20]);
        var file = link.SendFile("big", source.Length, source);
        agent.Say(11, ModelAgent.Words(1, 0));
        agent.Deliver(link);
        agent.Run(link, () => agent.Messages.Any(m => m.Type == 12), "it runs");
        file.Cancel();
        Assert.Equal(FileSendOutcome.Cancelled, (await file.Completion).Outcome);
        agent.Run(link, () => agent.Messages.Any(m => m.Type == 11), "the guest is told");
        Assert.Equal(ModelAgent.Words(1, 1), agent.Messages.Single(m => m.Type == 11).Body);
        var pieces = agent.Messages.Count(m => m.Type == 12);
        Assert.InRange(pieces, 1, 3);
        agent.Grant(link, 1000);
        Assert.Equal(pieces, agent.Messages.Count(m => m.Type == 12));
        agent.Say(11, ModelAgent.Words(1, 3)); // crossed our cancelling
        agent.Deliver(link);
        Assert.Equal(0, link.Rejected);
    }

    [Fact]
    public async Task A_file_the_guest_never_heard_of_is_cancelled_without_a_word()
    {
        var link = new AgentLink();
        var agent = ModelAgent.Connect(link, tokens: 2);
        var file = link.SendFile("x", 10, new MemoryStream(new byte[10]));
        file.Cancel();
        Assert.Equal(FileSendOutcome.Cancelled, (await file.Completion).Outcome);
        var before = agent.Messages.Count;
        agent.Grant(link, 100);
        Assert.Equal(before, agent.Messages.Count);
    }

    [Fact]
    public async Task A_file_that_shrinks_is_given_up_on_both_sides()
    {
        var link = new AgentLink();
        var agent = ModelAgent.Connect(link);
        var file = link.SendFile("x", 1000, new MemoryStream(new byte[700]));
        agent.Say(11, ModelAgent.Words(1, 0));
        agent.Run(link, () => agent.Messages.Any(m => m.Type == 11), "the guest is told");
        Assert.Equal(new FileSendResult(FileSendOutcome.SourceFailed, "the file shrank while it was sent: 700 of 1000 bytes are left"), await file.Completion);
        Assert.Equal(ModelAgent.Words(1, 2), agent.Messages.Single(m => m.Type == 11).Body);
    }

    [Fact]
    public async Task Silence_is_given_up_before_the_start_and_after_the_end()
    {
        var options = new AgentOptions { Clock = _clock };
        var link = new AgentLink(options);
        var agent = ModelAgent.Connect(link);
        var first = link.SendFile("x", 10, new MemoryStream(new byte[10]));
        _clock.Advance(options.AnswerTimeout);
        Assert.Equal(new FileSendResult(FileSendOutcome.TimedOut, "the guest stopped taking the file at 0 of 10 bytes"), await first.Completion);

        var second = link.SendFile("y", 10, new MemoryStream(new byte[10]));
        agent.Say(11, ModelAgent.Words(2, 0));
        agent.Run(link, () => second.Progress.Bytes == 10, "all is sent");
        _clock.Advance(options.FileFinishTimeout - TimeSpan.FromSeconds(1));
        Assert.False(second.Completion.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new FileSendResult(FileSendOutcome.TimedOut, "the guest did not confirm the file"), await second.Completion);
        Assert.Equal(0, _clock.Running);
    }

    [Fact]
    public async Task Agents_that_take_no_files_and_agents_that_leave()
    {
        var link = new AgentLink();
        _ = ModelAgent.Connect(link, capabilities: 1u << 13);
        Assert.Equal(FileSendOutcome.Disabled, (await link.SendFile("x", 1, new MemoryStream([1])).Completion).Outcome);
        _ = ModelAgent.Connect(link);
        var file = link.SendFile("x", 1, new MemoryStream([1]));
        link.Disconnected();
        Assert.Equal(FileSendOutcome.Lost, (await file.Completion).Outcome);
    }

    private static Dictionary<uint, byte[]> Received(ModelAgent agent) => agent.Messages.Where(m => m.Type == 12)
        .GroupBy(m => BitConverter.ToUInt32(m.Body))
        .ToDictionary(g => g.Key, g => g.SelectMany(m =>
        {
            Assert.Equal(m.Body.Length - 12, (long)BitConverter.ToUInt64(m.Body.AsSpan(4)));
            return m.Body[12..];
        }).ToArray());
}
