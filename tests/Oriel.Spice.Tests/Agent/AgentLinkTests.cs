using Oriel.Spice.Agent;

namespace Oriel.Spice.Tests.Agent;

/// <summary>Life cycle, tokens, limits and time-outs of the agent stream (spice.md section 7).</summary>
public sealed class AgentLinkTests
{
    private static readonly TimeSpan s_answer = new AgentOptions().AnswerTimeout;
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Without_an_agent_nothing_is_sent_and_nothing_can_be_asked()
    {
        var server = new ModelAgent();
        var link = new AgentLink();
        link.Attach(server, connected: false, tokens: 10);
        Assert.Empty(server.Sent);
        Assert.False(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        Assert.False(link.SetMonitors([new AgentMonitor(1, 1, 0, 0)]));
        Assert.False(link.SetVolume(true, false, [1]));
        Assert.Equal(AgentAnswerOutcome.Lost, (await link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text)).Outcome);
        Assert.Equal(FileSendOutcome.Lost, (await link.SendFile("a", 1, new MemoryStream([1])).Completion).Outcome);
        Assert.False(link.Status.IsConnected);
    }

    [Fact]
    public void An_announcement_with_a_request_is_answered_and_a_second_agent_is_told_apart()
    {
        var link = new AgentLink();
        var server = new ModelAgent();
        server.GrantQuietly(10);
        link.Attach(server, connected: true, tokens: 10);
        server.Say(6, ModelAgent.Words(1, 1u << 5));
        server.Deliver(link);
        Assert.Equal([6u, 6u], server.Messages.Select(m => m.Type));
        Assert.Equal(ModelAgent.Words(1, 0x15066), server.Messages[0].Body);
        Assert.Equal(ModelAgent.Words(0, 0x15066), server.Messages[1].Body);
        Assert.Equal(1, link.Status.Announcement);
        Assert.True(link.Status.HasClipboard);
        Assert.False(link.Status.HasSelections);

        // Old form: no selection before the types, and no primary selection.
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text, AgentContentType.Png]));
        Assert.Equal(ModelAgent.Words(1, 2), server.Messages[2].Body);
        Assert.False(link.Grab(AgentSelection.Primary, [AgentContentType.Text]));
        server.Say(6, ModelAgent.Words(0, 0x60));
        server.Deliver(link);
        Assert.Equal(2, link.Status.Announcement);
        Assert.True(link.Status.HasSelections);
    }

    [Fact]
    public void Status_is_told_in_order_and_ends_with_the_channel()
    {
        var link = new AgentLink();
        List<AgentStatus> told = [];
        link.StatusChanged = told.Add;
        var server = ModelAgent.Connect(link);
        link.Disconnected();
        server.GrantQuietly(10);
        link.Connected(null);
        link.Detach();
        Assert.Equal([true, true, false, true, false], told.Select(s => s.IsConnected));
        Assert.Equal([false, true, false, false, false], told.Select(s => s.IsAnnounced));
        Assert.Same(told[^1], link.Status);
        Assert.Equal(2, server.Sent.Count(m => m.Type == 106));
        Assert.Empty(server.Breaches);
    }

    [Fact]
    public async Task A_large_answer_leaves_tokens_alone_and_lets_nothing_overtake_inside_but_everything_urgent_between()
    {
        var link = new AgentLink();
        AgentRequest? request = null;
        link.Requested = r => request = r;
        var server = ModelAgent.Connect(link);
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Png]));
        server.Say(8, ModelAgent.Words(0, 2));
        server.Deliver(link);
        var content = new byte[32 << 20];
        new Random(1).NextBytes(content);
        var sending = request!.Answer(content);

        // Only what the tokens allow reaches the main channel's queue: a mouse-mode request waits behind at most 20 KiB.
        Assert.True(server.Sent.Count(m => m.Type == 107) <= 10);
        var file = link.SendFile("small", 3, new MemoryStream([1, 2, 3]));
        var before = server.Messages.Count;
        sending.Cancel();
        Assert.False(await sending.Completion);
        file.Cancel();
        Assert.Equal(FileSendOutcome.Cancelled, (await file.Completion).Outcome);
        server.Run(link, () => server.Messages.Count > before, "the begun answer is completed");
        var body = server.Messages[before].Body;
        Assert.Equal(content.Length + 8, body.Length);
        Assert.Equal(content[..1000], body[8..1008]);
        Assert.Equal(-1, body.AsSpan(20 * 2048).IndexOfAnyExcept((byte)0)); // what was taken back does not reach the guest
        Assert.Empty(server.Breaches);
    }

    [Fact]
    public async Task An_answer_that_has_not_begun_is_taken_back_with_an_empty_one()
    {
        var link = new AgentLink();
        List<AgentRequest> requests = [];
        link.Requested = requests.Add;
        var server = ModelAgent.Connect(link, tokens: 3);
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        Assert.Equal(0, server.ClientTokens);
        server.Say(8, ModelAgent.Words(0, 1));
        server.Deliver(link);
        var sending = requests[0].Answer("secret"u8.ToArray());
        sending.Cancel();
        Assert.False(await sending.Completion);
        server.Grant(link, 5);
        Assert.Equal((4u, ModelAgent.Words(0, 0)), server.Messages[^1], new MessageComparer());
        Assert.DoesNotContain(server.Messages, m => m.Body.AsSpan().IndexOf("secret"u8) >= 0);
    }

    [Fact]
    public void Only_what_stands_on_offer_can_be_requested()
    {
        var link = new AgentLink();
        List<AgentRequest> requests = [];
        link.Requested = requests.Add;
        var server = ModelAgent.Connect(link);

        Ask(0, 1); // nothing offered
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        Ask(0, 2); // another type
        Ask(1, 1); // another selection
        link.Release(AgentSelection.Clipboard);
        Ask(0, 1); // withdrawn
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        server.Say(7, ModelAgent.Words(0, 1)); // the guest took over
        Ask(0, 1);
        Assert.Empty(requests);
        server.Run(link, () => server.Messages.Count(m => m.Type == 4) == 5, "every request is answered with nothing");
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        Ask(0, 1);
        var request = Assert.Single(requests);
        request.Refuse();
        request.Answer("too late"u8.ToArray());
        server.Run(link, () => server.Messages.Count(m => m.Type == 4) == 6, "the refusal");
        Assert.All(server.Messages.Where(m => m.Type == 4), m => Assert.Equal(0, BitConverter.ToInt32(m.Body.AsSpan(4))));
        return;

        void Ask(byte selection, uint type)
        {
            server.Say(8, ModelAgent.Words(selection, type));
            server.Run(link, () => server.Waiting == 0, "the request arrives");
        }
    }

    [Fact]
    public void Requests_without_tokens_are_bounded_by_the_tokens_we_hold_back()
    {
        var link = new AgentLink();
        var server = ModelAgent.Connect(link, tokens: 1);
        for (var i = 0; i < 10_000; i++)
        {
            server.Say(8, ModelAgent.Words(0, 1));
        }

        server.Deliver(link, () => 28);
        Assert.True(server.Waiting > 9_800 * 28, $"{server.Waiting} bytes wait: the client took more than it can answer");
        server.Run(link, () => server.Messages.Count(m => m.Type == 4) == 10_000, "all are answered in the end");
        Assert.Empty(server.Breaches);
    }

    [Fact]
    public void Offers_that_wait_are_replaced_by_the_latest()
    {
        var link = new AgentLink();
        var server = ModelAgent.Connect(link, tokens: 2, capabilities: 0x60 | 2);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
            Assert.True(link.SetMonitors([new AgentMonitor(i, 1, 0, 0)]));
            if (i % 3 == 0)
            {
                link.Release(AgentSelection.Clipboard);
            }
        }

        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Png]));
        server.Grant(link, 100);
        Assert.InRange(server.Messages.Count, 3, 6);
        Assert.Equal((7u, ModelAgent.Words(0, 2)), server.Messages.Last(m => m.Type == 7), new MessageComparer());
        Assert.Equal(999, BitConverter.ToInt32(server.Messages.Last(m => m.Type == 2).Body.AsSpan(12)));
    }

    [Fact]
    public async Task A_guest_that_does_not_answer_is_given_up_and_its_late_answer_is_dropped()
    {
        var link = new AgentLink(new AgentOptions { Clock = _clock });
        var server = ModelAgent.Connect(link);
        var first = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
        var second = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        Assert.Equal(1, server.Messages.Count(m => m.Type == 8)); // one after the other
        _clock.Advance(s_answer);
        Assert.Equal(AgentAnswerOutcome.TimedOut, (await first).Outcome);
        Assert.Equal(2, server.Messages.Count(m => m.Type == 8));
        server.Say(4, [.. ModelAgent.Words(0, 1), .. "late"u8]);
        server.Deliver(link);
        Assert.False(second.IsCompleted);

        // Slow is not silent: every chunk starts the time again.
        var content = new byte[20_000];
        server.Say(4, [.. ModelAgent.Words(0, 2), .. content]);
        while (server.Waiting > 0)
        {
            server.Deliver(link, maxChunks: 1);
            _clock.Advance(s_answer - TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal((AgentAnswerOutcome.Content, 20_000), ((await second).Outcome, (await second).Content.Length));
        Assert.Equal(0, _clock.Running);
    }

    [Fact]
    public async Task Content_over_the_limit_is_skipped_without_memory_and_the_stream_goes_on()
    {
        var link = new AgentLink(new AgentOptions { MaxClipboardBytes = 1000 });
        var server = ModelAgent.Connect(link);
        Assert.Contains(server.Messages, m => m.Type == 14 && m.Body.AsSpan().SequenceEqual(ModelAgent.Words(1000)));
        var fetch = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        server.Say(4, [.. ModelAgent.Words(0, 2), .. new byte[1001]]);
        server.Deliver(link);
        Assert.Equal(AgentAnswerOutcome.TooLarge, (await fetch).Outcome);
        Assert.Equal(1001, (await fetch).Bytes);
        var next = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        server.Say(4, [.. ModelAgent.Words(0, 2), .. new byte[1000]]);
        server.Deliver(link);
        Assert.Equal(1000, (await next).Content.Length);
    }

    [Fact]
    public async Task A_size_that_was_only_announced_takes_no_memory()
    {
        var link = new AgentLink();
        var server = ModelAgent.Connect(link);
        var fetch = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        var before = GC.GetAllocatedBytesForCurrentThread();
        link.Receive([.. ModelAgent.Words(1, 4, 0, 0, 100 << 20, 0, 2), .. new byte[100]]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        link.Disconnected();
        Assert.Equal(AgentAnswerOutcome.Lost, (await fetch).Outcome);
    }

    [Fact]
    public async Task A_request_taken_back_mid_answer_skips_the_rest()
    {
        using var cancel = new CancellationTokenSource();
        var link = new AgentLink();
        var server = ModelAgent.Connect(link);
        var fetch = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png, cancel: cancel.Token);
        server.Say(4, [.. ModelAgent.Words(0, 2), .. new byte[10_000]]);
        server.Deliver(link, maxChunks: 2);
        await cancel.CancelAsync();
        Assert.Equal(AgentAnswerOutcome.Cancelled, (await fetch).Outcome);
        var next = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
        server.Say(4, [.. ModelAgent.Words(0, 1), .. "x"u8]);
        server.Deliver(link);
        Assert.Equal("x"u8.ToArray(), (await next).Content.ToArray());
    }

    [Theory]
    [InlineData(1u << 9, "a\nb\r\nc\n", "a\r\nb\r\nc\r\n", "1\r\n2\r\n", "1\n2\n")]
    [InlineData(1u << 8, "a\nb\r\nc\n", "a\nb\r\nc\n", "1\r\n2\r\n", "1\r\n2\r\n")]
    public async Task Line_ends_are_the_receivers(uint guest, string ours, string there, string theirs, string here)
    {
        var link = new AgentLink();
        link.Requested = r => r.Answer(System.Text.Encoding.UTF8.GetBytes(ours));
        var server = ModelAgent.Connect(link, capabilities: 0x60 | guest);
        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        server.Say(8, ModelAgent.Words(0, 1));
        server.Deliver(link);
        server.Run(link, () => server.Messages.Any(m => m.Type == 4), "answer");
        Assert.Equal(there, System.Text.Encoding.UTF8.GetString(server.Messages.Single(m => m.Type == 4).Body.AsSpan(8)));
        var fetch = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
        server.Say(4, [.. ModelAgent.Words(0, 1), .. System.Text.Encoding.UTF8.GetBytes(theirs)]);
        server.Deliver(link);
        Assert.Equal(here, System.Text.Encoding.UTF8.GetString((await fetch).Content.Span));
    }

    [Fact]
    public void A_stream_of_another_protocol_is_ignored_until_the_next_agent()
    {
        var link = new AgentLink();
        var server = ModelAgent.Connect(link);
        link.Receive(ModelAgent.Words(7, 6, 0, 0, 8, 0, 0xFFFF));
        Assert.Contains("protocol 7", link.Status.Fault, StringComparison.Ordinal);
        Assert.False(link.Status.HasClipboard);
        link.Receive(ModelAgent.Message(6, ModelAgent.Words(0, 0x60)));
        Assert.False(link.Status.HasClipboard);
        server.GrantQuietly(10);
        link.Connected(10);
        link.Receive(ModelAgent.Message(6, ModelAgent.Words(0, 0x60)));
        Assert.True(link.Status.HasClipboard);
        Assert.Equal("", link.Status.Fault);
    }

    [Fact]
    public void Messages_of_a_wrong_form_are_counted_and_dropped()
    {
        var link = new AgentLink();
        link.Grabbed = (_, _) => Assert.Fail("grabbed");
        link.Requested = _ => Assert.Fail("requested");
        var server = ModelAgent.Connect(link);
        server.Say(6, 1, 2, 3); // announcement without a word
        server.Say(7, 9, 0, 0, 0, 1, 0, 0, 0); // no such selection
        server.Say(8, 0, 0, 0, 0); // request without a type
        server.Say(9); // release without a selection
        server.Say(4, 0, 0, 0, 0, 1); // content without a type
        server.Say(11, 1, 0, 0, 0); // status without a result
        server.Say(3, 1, 0, 0, 0); // reply without a result
        server.Say(7, new byte[5000]); // far too long
        server.Say(99, new byte[5000]); // unknown and long
        server.Say(99); // unknown and short: no fault
        server.Run(link, () => server.Waiting == 0, "all of it arrives");
        Assert.Equal(9, link.Rejected);
        Assert.True(link.Status.HasClipboard);
    }

    [Fact]
    public void Replies_reach_the_one_who_cares()
    {
        var link = new AgentLink();
        List<(int, bool)> replies = [];
        link.Replied = (type, ok) => replies.Add((type, ok));
        var server = ModelAgent.Connect(link);
        server.Say(3, ModelAgent.Words(2, 1));
        server.Say(3, ModelAgent.Words(2, 2));
        server.Deliver(link);
        Assert.Equal([(2, true), (2, false)], replies);
    }

    private sealed class MessageComparer : IEqualityComparer<(uint Type, byte[] Body)>
    {
        public bool Equals((uint Type, byte[] Body) x, (uint Type, byte[] Body) y) => x.Type == y.Type && x.Body.AsSpan().SequenceEqual(y.Body);

        public int GetHashCode((uint Type, byte[] Body) obj) => (int)obj.Type;
    }
}
