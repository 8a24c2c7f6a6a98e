using System.Diagnostics;
using Oriel.Display.Clipboard;
using Oriel.Spice.Tests.Agent;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>Programs on a real X server on one side, a scripted guest agent on the other, everything of ours in between.</summary>
public sealed class ClipboardEndToEndTests : IDisposable
{
    private readonly XvfbServer _x = XvfbServer.StartOrSkip();
    private readonly TempFolder _folder = new();
    private readonly List<TestProcess> _owners = [];

    public ClipboardEndToEndTests() => Assert.SkipUnless(TestProcess.IsInstalled("xclip"), "xclip is not installed (package xclip)");

    public void Dispose()
    {
        _owners.ForEach(o => o.Dispose());
        _x.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Text_from_an_X_program_to_the_guest()
    {
        using var stage = new BridgeStage(new X11Clipboard(_x.Display));
        stage.Bridge.SetFocus(true);
        Copy("grüße\n"u8.ToArray(), "UTF8_STRING");
        Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7));
        stage.GuestPastes(0, 1);
        Assert.Equal([.. ModelAgent.Words(0, 1), .. "grüße\n"u8], stage.Hears(4));
    }

    [Fact]
    public void A_picture_of_five_megabytes_each_way_converted_where_asked()
    {
        using var stage = new BridgeStage(new X11Clipboard(_x.Display));
        stage.Bridge.SetFocus(true);
        var bmp = Pictures.Bmp(1600, 1100);
        Assert.True(bmp.Length > 5 << 20);
        var watch = Stopwatch.StartNew();
        Copy(bmp, "image/bmp");
        Assert.Equal(ModelAgent.Words(0, 3, 2), stage.Hears(7));
        stage.GuestPastes(0, 3);
        Assert.True(bmp.AsSpan().SequenceEqual(stage.Hears(4).AsSpan(8)));
        TestContext.Current.SendDiagnosticMessage($"5 MiB to the guest: {watch.ElapsedMilliseconds} ms");
        stage.GuestPastes(0, 2);
        Assert.True(bmp.AsSpan().SequenceEqual(PictureConversion.Convert(stage.Hears(4, 2).AsSpan(8), HostContentType.Bmp)));

        // And back: the guest has the BMP, a host program wants a PNG.
        watch.Restart();
        stage.GuestCopies(0, 3);
        using var paste = Paste("image/png");
        Assert.Equal(ModelAgent.Words(0, 3), stage.Hears(8));
        stage.Say(4, [.. ModelAgent.Words(0, 3), .. bmp]);
        Eventually.True(
            () =>
            {
                stage.Guest.Deliver(stage.Agent);
                return paste.HasExited;
            },
            BridgeStage.Patience, "xclip has it");
        TestContext.Current.SendDiagnosticMessage($"5 MiB to the host, converted: {watch.ElapsedMilliseconds} ms");
        Assert.True(bmp.AsSpan().SequenceEqual(PictureConversion.Convert(File.ReadAllBytes(_folder.File("pasted")), HostContentType.Bmp)));
        Assert.Empty(stage.Guest.Breaches);
        Assert.Empty(stage.Notices);
    }

    [Fact]
    public void No_echo_and_the_last_one_who_copies_wins()
    {
        using var stage = new BridgeStage(new X11Clipboard(_x.Display));
        stage.Bridge.SetFocus(true);
        for (var round = 1; round <= 3; round++)
        {
            stage.GuestCopies(0, 1);
            using (var paste = Paste("UTF8_STRING"))
            {
                Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(8, round));
                stage.Say(4, [.. ModelAgent.Words(0, 1), (byte)('0' + round)]);
                Assert.Equal(0, paste.WaitForExit(BridgeStage.Patience));
            }

            Assert.Equal($"{round}", File.ReadAllText(_folder.File("pasted")));
            Copy("host"u8.ToArray(), "UTF8_STRING");
            Assert.Equal(ModelAgent.Words(0, 1), stage.Hears(7, round));
            stage.GuestPastes(0, 1);
            Assert.Equal([.. ModelAgent.Words(0, 1), .. "host"u8], stage.Hears(4, round));
        }

        // One grab for each time a host program copied: our own ownership never came back to the guest as news.
        Assert.Equal(3, stage.Guest.Messages.Count(m => m.Type == 7));
    }

    [Fact]
    public void An_agent_lost_in_the_middle_lets_the_pasting_program_go()
    {
        using var stage = new BridgeStage(new X11Clipboard(_x.Display));
        stage.Bridge.SetFocus(true);
        stage.GuestCopies(0, 1);
        using var paste = Paste("UTF8_STRING");
        _ = stage.Hears(8);
        stage.Guest.Say(4, [.. ModelAgent.Words(0, 1), .. new byte[100_000]]);
        stage.Guest.Deliver(stage.Agent, maxChunks: 10);
        stage.Agent.Disconnected();
        Assert.NotEqual(0, paste.WaitForExit(BridgeStage.Patience));
        Eventually.True(() => _x.TryRun("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o") is null, BridgeStage.Patience, "the offer is withdrawn");
    }

    private void Copy(byte[] content, string target)
    {
        var file = _folder.File($"content-{_owners.Count}");
        File.WriteAllBytes(file, content);
        _owners.Add(TestProcess.Start("xclip", ["-quiet", "-selection", "clipboard", "-t", target, "-i", file], _x.Environment()));
    }

    // Our offer is the one that knows MULTIPLE; xclip's own does not.
    private TestProcess Paste(string target)
    {
        Eventually.True(
            () => _x.TryRun("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o") is { } targets && targets.Contains("MULTIPLE", StringComparison.Ordinal),
            BridgeStage.Patience, "the guest's offer stands on the host");
        return TestProcess.Start("sh", ["-c", "exec xclip -selection clipboard -t \"$1\" -o >\"$2\"", "sh", target, _folder.File("pasted")], _x.Environment());
    }
}
