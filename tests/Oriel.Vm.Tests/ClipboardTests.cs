using System.Collections.Concurrent;
using System.Text;
using Oriel.Spice.Agent;

namespace Oriel.Vm.Tests;

/// <summary>Clipboard and files against the real SPICE agent of a Linux guest.</summary>
[Collection(VmCollection.Name)]
public sealed class ClipboardTests(SharedGuest shared)
{
    private static readonly string s_text = string.Concat(Enumerable.Repeat("Grüße, 世界 — line\n", 4000));

    [Fact]
    public async Task Text_copied_in_the_guest_can_be_fetched()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest);
        var offers = Offers(spice);
        spice.WaitForAgent();
        File.WriteAllText(Path.Combine(guest.Share, "copied.txt"), s_text);
        guest.Run("xclip -selection clipboard -i /share/copied.txt");
        WaitForOffer(offers, AgentContentType.Text);
        var answer = await spice.Agent.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(AgentAnswerOutcome.Content, answer.Outcome);
        Assert.Equal(s_text, Encoding.UTF8.GetString(answer.Content.Span));
    }

    [Fact]
    public async Task An_image_copied_in_the_guest_can_be_fetched()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest);
        var offers = Offers(spice);
        spice.WaitForAgent();
        var png = Path.Combine(guest.Share, "copied.png");
        Noise(300, 200).SavePng(png);
        guest.Run("xclip -selection clipboard -t image/png -i /share/copied.png");
        WaitForOffer(offers, AgentContentType.Png);
        var answer = await spice.Agent.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(AgentAnswerOutcome.Content, answer.Outcome);
        Assert.True(answer.Content.Span.SequenceEqual(File.ReadAllBytes(png)), "the image changed on its way");
    }

    [Theory]
    [InlineData(AgentContentType.Text, "UTF8_STRING")]
    [InlineData(AgentContentType.Png, "image/png")]
    public void What_is_offered_can_be_pasted_in_the_guest(AgentContentType type, string target)
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest);
        var content = type == AgentContentType.Text ? Encoding.UTF8.GetBytes(s_text) : Png();
        spice.Agent.Requested = request => request.Answer(content);
        spice.WaitForAgent();
        Assert.True(spice.Agent.Grab(AgentSelection.Clipboard, [type]));

        // The agent takes the selection over when the offer arrives.
        var pasted = Path.Combine(guest.Share, $"pasted-{type}");
        Eventually.True(() => guest.Shell.Run($"xclip -selection clipboard -o -t TARGETS | grep -q {target}").Status == 0, SharedGuest.Patience, $"{target} on the guest's clipboard");
        guest.Run($"xclip -selection clipboard -o -t {target} > {pasted.Replace(guest.Share, "/share", StringComparison.Ordinal)}");
        Assert.True(File.ReadAllBytes(pasted).AsSpan().SequenceEqual(content), $"{new FileInfo(pasted).Length} bytes were pasted, not the {content.Length} that were offered");
    }

    [Fact]
    public async Task A_file_sent_to_the_guest_lies_there()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForAgent();
        var content = new byte[1_500_000];
        new Random(3).NextBytes(content);
        var sent = spice.Agent.SendFile("ein Bericht.bin", content.Length, new MemoryStream(content));
        var result = await sent.Completion.WaitAsync(SharedGuest.Patience, TestContext.Current.CancellationToken);
        Assert.True(result.Outcome == FileSendOutcome.Done, $"{result}");
        Assert.True(File.ReadAllBytes(Path.Combine(guest.Share, "files", "ein Bericht.bin")).AsSpan().SequenceEqual(content));
    }

    private static ConcurrentQueue<(AgentSelection Selection, IReadOnlyList<AgentContentType> Types)> Offers(Spice spice)
    {
        var offers = new ConcurrentQueue<(AgentSelection, IReadOnlyList<AgentContentType>)>();
        spice.Agent.Grabbed = (selection, types) => offers.Enqueue((selection, types));
        return offers;
    }

    private static void WaitForOffer(ConcurrentQueue<(AgentSelection Selection, IReadOnlyList<AgentContentType> Types)> offers, AgentContentType type) =>
        Eventually.True(
            () => offers.Any(offer => offer.Selection == AgentSelection.Clipboard && offer.Types.Contains(type)),
            SharedGuest.Patience,
            () => $"an offer of {type}; {string.Join(" | ", offers.Select(offer => $"{offer.Selection}: {string.Join(' ', offer.Types)}"))}");

    private static byte[] Png()
    {
        using var folder = new TempFolder();
        Noise(300, 200).SavePng(folder.File("a.png"));
        return File.ReadAllBytes(folder.File("a.png"));
    }

    private static RgbImage Noise(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(1).NextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }
}
