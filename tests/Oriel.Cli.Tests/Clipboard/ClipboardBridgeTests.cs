using Oriel.Cli.Clipboard;
using Oriel.Display.Clipboard;
using Oriel.Spice.Tests.Agent;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>What passes between the clipboards, when, and what does not.</summary>
public sealed class ClipboardBridgeTests : IDisposable
{
    private static readonly byte[] s_text = "hällo\n"u8.ToArray();
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_hosts_content_is_offered_with_the_focus_and_sent_on_request_only()
    {
        using var stage = new BridgeStage(_host);
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        Settle(stage);
        Assert.DoesNotContain(stage.Guest.Messages, m => m.Type == 7);
        stage.Bridge.SetFocus(true);
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7));
        Settle(stage);
        Assert.DoesNotContain(_host.Calls, c => c.StartsWith("fetch", StringComparison.Ordinal));
        stage.GuestPastes(0, 1);
        Assert.Equal([.. ModelAgent.Words(0, 1), .. s_text], stage.Hears(4));

        // Copied while the window has the focus (by a script, say): offered at once.
        _host.Copy(HostSelection.Clipboard, HostContentType.Jpeg, [1]);
        Assert.Equal(ModelAgent.Words(0, 5), stage.Hears(7, 2));
        _host.Copy(HostSelection.Primary, HostContentType.Text, [1]);
        Assert.Equal(ModelAgent.Words(1, 1), stage.Hears(7, 3));
    }

    [Fact]
    public void Without_the_focus_the_guest_gets_nothing_not_even_on_request()
    {
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        _ = stage.Hears(7);
        stage.Bridge.SetFocus(false);
        stage.GuestPastes(0, 1); // a paste just before the user turned away
        Assert.Equal([.. ModelAgent.Words(0, 1), .. s_text], stage.Hears(4));
        stage.Clock.Advance(TimeSpan.FromSeconds(1.1));
        stage.GuestPastes(0, 1);
        Assert.Equal(ModelAgent.Words(0, 0), stage.Hears(4, 2));

        // A password copied elsewhere: the guest learns that its offer is void, and nothing about the new one.
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, "secret"u8.ToArray());
        Assert.Equal(ModelAgent.Words(0), stage.Hears(9));
        stage.GuestPastes(0, 1);
        Assert.Equal(ModelAgent.Words(0, 0), stage.Hears(4, 3));
        Assert.Single(stage.Guest.Messages, m => m.Type == 7);
        stage.Bridge.SetFocus(true);
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7, 2));
    }

    [Fact]
    public async Task The_guests_content_is_offered_on_the_host_and_fetched_when_somebody_pastes()
    {
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        stage.GuestCopies(0, 1);
        Calls("offer Clipboard Text");
        stage.GuestCopies(1, 1, 2);
        Calls("offer Primary Text Png Bmp");
        Settle(stage);
        Assert.DoesNotContain(stage.Guest.Messages, m => m.Type == 8);
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Text);
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(8));
        stage.Say(4, [.. ModelAgent.Words(0, 1), .. s_text]);
        Assert.Equal(s_text, await paste);
        stage.Say(9, ModelAgent.Words(0));
        Calls("withdraw Clipboard");
        Assert.Null(await _host.Paste(HostSelection.Clipboard, HostContentType.Text));
        Assert.Empty(stage.Notices);
    }

    [Fact]
    public async Task A_guest_nobody_looks_at_does_not_replace_the_hosts_clipboard()
    {
        using var stage = new BridgeStage(_host);
        stage.GuestCopies(0, 1);
        Settle(stage);
        Assert.DoesNotContain("offer Clipboard Text", _host.Calls);
        stage.Bridge.SetFocus(true);
        Calls("offer Clipboard Text");

        // The user copied on the host after it: that is newer, and stays.
        stage.Bridge.SetFocus(false);
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        stage.GuestCopies(0, 2);
        Settle(stage);
        _host.Lost!(HostSelection.Clipboard);
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        stage.Bridge.SetFocus(true);
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7));
        Assert.DoesNotContain("offer Clipboard Png Bmp", _host.Calls);
        Assert.Null(await _host.Paste(HostSelection.Clipboard, HostContentType.Text));
    }

    [Fact]
    public void Coming_back_does_not_undo_what_was_copied_in_the_guest()
    {
        using var stage = new BridgeStage(_host, new ClipboardOptions { ToHost = false });
        stage.Bridge.SetFocus(true);
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        _ = stage.Hears(7);
        stage.GuestCopies(0, 1);
        stage.Bridge.SetFocus(false);
        stage.Bridge.SetFocus(true);
        Settle(stage);
        Assert.Single(stage.Guest.Messages, m => m.Type == 7);
        Assert.DoesNotContain(_host.Calls, c => c.StartsWith("offer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Switches_hold_in_each_direction()
    {
        using (var stage = new BridgeStage(_host, new ClipboardOptions { ToGuest = false }))
        {
            stage.Bridge.SetFocus(true);
            _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
            stage.GuestPastes(0, 1);
            Assert.Equal(ModelAgent.Words(0, 0), stage.Hears(4));
            Assert.DoesNotContain(stage.Guest.Messages, m => m.Type == 7);
            Assert.DoesNotContain(_host.Calls, c => c.StartsWith("fetch", StringComparison.Ordinal));
        }

        using var other = new BridgeStage(_host, new ClipboardOptions { ToHost = false, Primary = false });
        other.Bridge.SetFocus(true);
        other.GuestCopies(0, 1);
        Settle(other);
        Assert.DoesNotContain(_host.Calls, c => c.StartsWith("offer", StringComparison.Ordinal));
        Assert.Null(await _host.Paste(HostSelection.Clipboard, HostContentType.Text));
        _host.Copy(HostSelection.Primary, HostContentType.Text, s_text);
        Settle(other);
        Assert.DoesNotContain(other.Guest.Messages, m => m.Type is 7 or 8);
    }

    [Fact]
    public async Task An_agent_that_goes_takes_its_offer_along_and_the_next_one_hears_ours()
    {
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        stage.GuestCopies(0, 1);
        Calls("offer Clipboard Text");
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Text);
        _ = stage.Hears(8);
        stage.Agent.Disconnected();
        Assert.Null(await paste);
        Calls("withdraw Clipboard");
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        stage.Reconnect();
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7));
        stage.Say(6, ModelAgent.Words(0, 0x60)); // another process in the guest: a user logged in
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7, 2));
    }

    [Theory]
    [InlineData(2u, HostContentType.Bmp)]
    [InlineData(3u, HostContentType.Png)]
    public void A_picture_the_host_has_in_the_other_format_is_converted(uint wanted, HostContentType there)
    {
        var bmp = Pictures.Bmp(3, 2);
        var file = there == HostContentType.Bmp ? bmp : PictureConversion.Convert(bmp, HostContentType.Png);
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        _host.Copy(HostSelection.Clipboard, there, file);
        Assert.Equal(8, stage.Hears(7).Length - 4);
        stage.GuestPastes(0, wanted);
        var sent = stage.Hears(4)[8..];
        Assert.Equal(bmp, wanted == 3 ? sent : PictureConversion.Convert(sent, HostContentType.Bmp));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_converted_is_refused_in_words()
    {
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        stage.GuestCopies(0, 2);
        Calls("offer Clipboard Png Bmp");
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Bmp);
        Assert.Equal(ModelAgent.Words(0, 2), stage.Hears(8));
        stage.Say(4, [.. ModelAgent.Words(0, 2), 1, 2, 3]);
        Assert.Null(await paste);
        Assert.Equal("Nothing pasted: the guest's picture cannot be converted (it is no PNG file)", Assert.Single(stage.Notices));
    }

    [Fact]
    public async Task A_large_transfer_is_shown_and_can_be_stopped()
    {
        using var stage = new BridgeStage(_host, tokens: 20);
        var changes = 0;
        stage.Bridge.ActivityChanged = () => Interlocked.Increment(ref changes);
        stage.Bridge.SetFocus(true);
        Assert.False(stage.Bridge.CancelTransfers());
        _host.Copy(HostSelection.Clipboard, HostContentType.Png, new byte[32 << 20]);
        _ = stage.Hears(7);
        stage.GuestPastes(0, 2);
        Eventually.True(() => stage.Bridge.Activity is not null && changes > 0, BridgeStage.Patience, "it is shown");
        Assert.Equal("Pasting into the guest: 0 % of 33 MB", stage.Bridge.Activity);
        Assert.True(stage.Bridge.CancelTransfers());
        Eventually.True(() => stage.Bridge.Activity is null, BridgeStage.Patience, "it ends");
        Assert.Equal("Pasting cancelled", Assert.Single(stage.Notices));

        // From the guest, too: and a program that left needs no word.
        stage.GuestCopies(0, 1);
        Calls("offer Clipboard Text");
        var left = new TaskCompletionSource();
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Text, left.Task);
        left.SetResult();
        Assert.Null(await paste);
        Assert.Single(stage.Notices);
    }

    [Fact]
    public async Task Silence_on_either_side_ends_in_words()
    {
        using var stage = new BridgeStage(_host);
        stage.Bridge.SetFocus(true);
        _host.Copy(HostSelection.Clipboard, HostContentType.Text, s_text);
        _host.Content[(HostSelection.Clipboard, HostContentType.Text)] = new HostAnswer(HostAnswerOutcome.TimedOut, default);
        _ = stage.Hears(7);
        stage.GuestPastes(0, 1);
        Assert.Equal(ModelAgent.Words(0, 0), stage.Hears(4));
        Eventually.True(() => stage.Notices.Count == 1, BridgeStage.Patience, "a notice");
        stage.GuestCopies(0, 1);
        Calls("offer Clipboard Text");
        var paste = _host.Paste(HostSelection.Clipboard, HostContentType.Text);
        _ = stage.Hears(8);
        stage.AgentClock.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await paste);
        Eventually.True(() => stage.Notices.Count == 2, BridgeStage.Patience, "a notice");
        Assert.Equal(
            ["Nothing pasted: the program the clipboard's content belongs to does not answer", "Nothing pasted: the guest does not answer"], stage.Notices);
    }

    // The bridge works things off in order: an answer to a later question means that all before it is done.
    private void Settle(BridgeStage _)
    {
        var marker = _host.Paste(HostSelection.Primary, HostContentType.Tiff);
        Eventually.True(() => marker.IsCompleted, BridgeStage.Patience, "the bridge settles");
    }

    private void Calls(string call) => Eventually.True(() => _host.Calls.Contains(call), BridgeStage.Patience, () => $"\"{call}\" among: {string.Join(", ", _host.Calls)}");
}
