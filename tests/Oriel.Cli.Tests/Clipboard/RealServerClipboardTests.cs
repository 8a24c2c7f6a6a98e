using System.Collections.Concurrent;
using System.Diagnostics;
using Oriel.Cli.Clipboard;
using Oriel.Display.Clipboard;
using Oriel.Spice;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>Clipboard and files through a session with a real SPICE server, whose rules on tokens and chunks are not ours.</summary>
public sealed class RealServerClipboardTests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly SpiceServerPeer _peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Agent = true });
    private readonly FakeHost _host = new();
    private readonly ConcurrentQueue<string> _notices = new();
    private readonly TempFolder _folder = new();
    private readonly SpiceSession _session;
    private readonly ClipboardBridge _bridge;
    private readonly FileDrop _drop;

    public RealServerClipboardTests()
    {
        _session = new SpiceSession(new SpiceOptions { UnixPath = _peer.UnixPath }, []);
        _bridge = new ClipboardBridge(_session.Agent, _host, new ClipboardOptions(), _notices.Enqueue);
        _drop = new FileDrop(_session.Agent, new ClipboardOptions(), _notices.Enqueue);
        _bridge.SetFocus(true);
        _session.Start();
        Until(() => _session.Agent.Status.HasSelections, "the agent announces itself");
    }

    public async ValueTask DisposeAsync()
    {
        _drop.Dispose();
        _bridge.Dispose();
        await _session.DisposeAsync();
        _peer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Text_and_a_large_picture_both_ways()
    {
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, "grüße"u8.ToArray());
        _ = Agent(7);
        _peer.Command("agent-request 0 1");
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, .. "grüße"u8], Agent(4).Data());

        var bmp = Pictures.Bmp(1600, 1100);
        var from = _peer.Events.Count;
        var watch = Stopwatch.StartNew();
        _host.Copy(HostSelection.Primary, HostContentType.Bmp, bmp);
        _ = Agent(7, from);
        _peer.Command("agent-request 1 3");
        var sent = Agent(4, from);
        Assert.Equal(bmp.Length + 8, sent.Number("size"));
        TestContext.Current.SendDiagnosticMessage($"5 MiB to the guest: {watch.ElapsedMilliseconds} ms");
        Assert.True(bmp.AsSpan().SequenceEqual(sent.Data().AsSpan(8)));

        _peer.OfferClipboard(1, "aus dem Gast"u8.ToArray());
        Until(() => _host.Calls.Contains("offer Clipboard Text"), "the guest's text is offered");
        Assert.Equal("aus dem Gast"u8.ToArray(), await _host.Paste(HostSelection.Clipboard, HostContentType.Text).WaitAsync(s_patience));
        _peer.OfferClipboard(3, bmp, selection: 1);
        Until(() => _host.Calls.Contains("offer Primary Bmp Png"), "the guest's picture is offered");
        watch.Restart();
        var pasted = await _host.Paste(HostSelection.Primary, HostContentType.Bmp).WaitAsync(s_patience);
        TestContext.Current.SendDiagnosticMessage($"5 MiB from the guest: {watch.ElapsedMilliseconds} ms");
        Assert.True(bmp.AsSpan().SequenceEqual(pasted));
        Assert.Empty(_notices);
    }

    [Fact]
    public void A_file_arrives_beside_large_content()
    {
        var content = new byte[3_000_000];
        new Random(9).NextBytes(content);
        File.WriteAllBytes(_folder.File("report.bin"), content);
        _host.Copy(HostSelection.Clipboard, HostContentType.Png, new byte[20 << 20]);
        _ = Agent(7);
        _peer.Command("agent-request 0 2");
        _drop.Send([_folder.File("report.bin")]);
        Assert.Equal((20 << 20) + 8, Agent(4).Number("size"));
        Until(() => _notices.Contains("\"report.bin\" is in the guest"), "the file arrives");
        Assert.Equal(content, File.ReadAllBytes(Directory.GetFiles(_peer.Folder, "*report.bin*").Single()));
    }

    [Fact]
    public void A_guest_that_refuses_or_stops_reading_is_said_in_words()
    {
        File.WriteAllBytes(_folder.File("x"), new byte[1_000_000]);
        _peer.Command("agent-transfers nospace");
        _drop.Send([_folder.File("x")]);
        Until(() => _notices.Any(n => n.StartsWith("\"x\" was not sent: the guest's disk has ", StringComparison.Ordinal)), "no space");
        _peer.Command("agent-transfers accept");
        _peer.Command("agent-cancel-after 500000");
        _drop.Send([_folder.File("x")]);
        Until(() => _notices.Contains("\"x\" was not sent: the guest cancelled it"), "the guest cancels");

        // A guest that does not read: cancelling is felt at once, and told when it reads again.
        _peer.Command("agent-cancel-after 5000000");
        _peer.Command("agent-stall on");
        _drop.Send([_folder.File("x")]);
        Until(() => _drop.Activity is not null, "it runs");
        Assert.True(_drop.Cancel());
        Until(() => _drop.Activity is null, "it ended");
        _peer.Command("agent-stall off");
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, "y"u8.ToArray());
        _ = Agent(7);
    }

    [Fact]
    public async Task An_agent_that_leaves_and_comes_back()
    {
        _peer.OfferClipboard(1, "x"u8.ToArray());
        Until(() => _host.Calls.Contains("offer Clipboard Text"), "the guest's text is offered");
        _peer.Command("agent-silent on");
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Text);
        _ = Agent(8);
        _peer.Command("agent off");
        Assert.Null(await paste.WaitAsync(s_patience));
        Until(() => _host.Calls.Contains("withdraw Clipboard"), "the offer is withdrawn");
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, "z"u8.ToArray());
        var from = _peer.Events.Count;
        _peer.Command("agent on");
        _ = Agent(7, from);
        _peer.Command("agent-request 0 1");
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, (byte)'z'], Agent(4, from).Data());
    }

    private SpiceServerEvent Agent(int type, int from = 0) => _peer.WaitFor(e => e.Kind == "agent" && e.Number("port") == 1 && e.Number("type") == type, $"agent message {type}", from);

    private void Until(Func<bool> condition, string what) =>
        Eventually.True(condition, s_patience, () => $"{what}; notices: {string.Join(" | ", _notices)}; host: {string.Join(" | ", _host.Calls)}; {_session.Status}");
}
