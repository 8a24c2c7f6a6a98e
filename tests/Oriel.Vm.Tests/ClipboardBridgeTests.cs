using System.Collections.Concurrent;
using Oriel.Cli.Clipboard;
using Oriel.Display.Clipboard;

namespace Oriel.Vm.Tests;

/// <summary>A program on a host's X server on one side, a program on the guest's X server and the real SPICE agent on the other, all of ours in between.</summary>
[Collection(VmCollection.Name)]
public sealed class ClipboardBridgeTests(SharedGuest shared)
{
    private const string Text = "Grüße, 世界\nzweite Zeile\n";

    [Fact]
    public void Text_and_pictures_between_programs_of_host_and_guest_and_dropped_files()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xclip"), "xclip is not installed (package xclip)");
        var guest = shared.StartedOrSkip();
        using var x = XvfbServer.StartOrSkip();
        using var folder = new TempFolder();
        using var spice = new Spice(guest);
        var notices = new ConcurrentQueue<string>();
        using var bridge = new ClipboardBridge(spice.Agent, new X11Clipboard(x.Display), new ClipboardOptions(), notices.Enqueue);
        using var drop = new FileDrop(spice.Agent, new ClipboardOptions(), notices.Enqueue);
        bridge.SetFocus(true);
        spice.WaitForAgent();

        // Host to guest.
        var png = folder.File("picture.png");
        Noise(400, 300).SavePng(png);
        File.WriteAllText(folder.File("text"), Text);
        using (HostCopies(x, "UTF8_STRING", folder.File("text")))
        {
            Assert.Equal(File.ReadAllBytes(folder.File("text")), GuestPastes(guest, "UTF8_STRING"));
            using (HostCopies(x, "image/png", png))
            {
                Assert.Equal(File.ReadAllBytes(png), GuestPastes(guest, "image/png"));
            }
        }

        // Guest to host; the host's program wants a BMP, which only we make.
        File.Copy(folder.File("text"), Path.Combine(guest.Share, "bridge.txt"), overwrite: true);
        File.Copy(png, Path.Combine(guest.Share, "bridge.png"), overwrite: true);
        guest.Run("xclip -selection clipboard -i /share/bridge.txt");
        Assert.Equal(File.ReadAllBytes(folder.File("text")), HostPastes(x, folder, "UTF8_STRING"));
        guest.Run("xclip -selection clipboard -t image/png -i /share/bridge.png");
        var bmp = HostPastes(x, folder, "image/bmp");
        Assert.Equal(PngReader.Load(png).Rgb, PngReader.Parse(PictureConversion.Convert(bmp, HostContentType.Png)).Rgb);

        drop.Send([png]);
        Eventually.True(() => notices.Contains("\"picture.png\" is in the guest"), SharedGuest.Patience, () => string.Join(" | ", notices));
        Assert.Equal(File.ReadAllBytes(png), File.ReadAllBytes(Path.Combine(guest.Share, "files", "picture.png")));
        Assert.Single(notices);
    }

    private static TestProcess HostCopies(XvfbServer x, string target, string file) => TestProcess.Start("xclip", ["-quiet", "-selection", "clipboard", "-t", target, "-i", file], x.Environment());

    private static byte[] GuestPastes(QemuGuest guest, string target)
    {
        Eventually.True(
            () => guest.Shell.Run($"xclip -selection clipboard -o -t TARGETS | grep -qx '{target}'").Status == 0, SharedGuest.Patience, $"{target} on the guest's clipboard");
        guest.Run($"xclip -selection clipboard -o -t {target} > /share/bridge-pasted");
        return File.ReadAllBytes(Path.Combine(guest.Share, "bridge-pasted"));
    }

    // Our offer is the one that knows MULTIPLE; xclip's own does not.
    private static byte[] HostPastes(XvfbServer x, TempFolder folder, string target)
    {
        Eventually.True(
            () => x.TryRun("xclip", "-selection", "clipboard", "-t", "TARGETS", "-o") is { } targets && targets.Contains("MULTIPLE", StringComparison.Ordinal)
                && targets.Contains(target, StringComparison.Ordinal),
            SharedGuest.Patience, $"{target} on the host's clipboard");
        _ = TestProcess.Run("sh", ["-c", "exec xclip -selection clipboard -t \"$1\" -o >\"$2\"", "sh", target, folder.File("pasted")], x.Environment());
        return File.ReadAllBytes(folder.File("pasted"));
    }

    private static RgbImage Noise(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        new Random(1).NextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }
}
