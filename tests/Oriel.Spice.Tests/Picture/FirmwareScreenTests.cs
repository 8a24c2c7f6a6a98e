using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Picture;

/// <summary>The emulated screen of a real QEMU, through a real session, against QEMU's own screendump.</summary>
public sealed class FirmwareScreenTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    [Theory]
    [InlineData("VGA")]
    [InlineData("qxl-vga")]
    public async Task The_firmwares_screen_is_what_QEMU_dumps(string device)
    {
        RequireQemu();
        using var qemu = new FirmwareScreen(device);
        var (display, cursor) = (new DisplayChannel(), new CursorChannel());
        var traced = new TracedHandler(display);
        await using var session = new SpiceSession(new SpiceOptions { UnixPath = qemu.SpicePath }, [traced, cursor]);
        session.Start();
        var picture = WaitForText(qemu, display.Screen, traced);
        Show($"firmware-{device}", picture);

        // A reset goes through all modes again.
        qemu.Execute("system_reset");
        WaitForText(qemu, display.Screen, traced);

        // Linked anew, the whole screen comes first.
        session.SetWanted(traced, wanted: false);
        Eventually.True(() => session.Status.Channels.All(c => c.Type != ChannelType.Display), s_patience, "the display channel stayed");
        Eventually.True(() => See(display.Screen) is null, s_patience, "the picture of a channel that is gone stayed");
        session.SetWanted(traced, wanted: true);
        WaitForText(qemu, display.Screen, traced);
    }

    [Fact]
    public async Task Linking_the_display_again_takes_a_moment()
    {
        RequireQemu();
        using var qemu = new FirmwareScreen();
        var display = new DisplayChannel();
        using var changed = new AutoResetEvent(false);
        display.Screen.Changed = () => changed.Set();
        await using var session = new SpiceSession(new SpiceOptions { UnixPath = qemu.SpicePath }, [display]);
        session.Start();
        WaitForText(qemu, display.Screen);
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            session.SetWanted(display, wanted: false);
            Eventually.True(() => See(display.Screen) is null, s_patience, "the picture of a channel that is gone stayed");
            var watch = System.Diagnostics.Stopwatch.StartNew();
            session.SetWanted(display, wanted: true);
            while (See(display.Screen) is null)
            {
                Assert.True(changed.WaitOne(s_patience), "no picture after the link");
            }

            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.SendDiagnosticMessage($"link to picture, ms: {string.Join(", ", times.Select(t => $"{t:0}"))}");
        Assert.True(times[0] < 1000, $"the fastest of {string.Join(", ", times)} ms");
    }

    // Until the same is seen before and after a dump that shows it: the text cursor blinks.
    private static RgbImage WaitForText(FirmwareScreen qemu, ScreenPicture screen, TracedHandler? traced = null)
    {
        var state = "nothing was seen";
        return Eventually.NotNull(() =>
        {
            var (before, dump, after) = (See(screen), qemu.Dump(), See(screen));
            if (before is null || after is null)
            {
                return null;
            }

            var bright = dump.Rgb.Count(b => b > 100);
            state = $"seen {before.Width}x{before.Height}, dumped {dump.Width}x{dump.Height} with {bright} bright bytes, {after.CountDifferences(dump)} bytes differ";
            return bright > 5000 && before.CountDifferences(after) == 0 && after.CountDifferences(dump) == 0 ? after : null;
        }, s_patience, () => $"{state}; {traced?.Trace}");
    }

    private static RgbImage? See(ScreenPicture screen)
    {
        var box = new RgbImage?[1];
        screen.Read(box, static (in content, seen) =>
        {
            seen[0] = content.Width == 0 ? null : PictureRig.Copy(content);
            return true;
        });
        return box[0];
    }

    private static void RequireQemu()
    {
        if (FirmwareScreen.MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }
    }

    private static void Show(string name, RgbImage picture)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_GALLERY") is { Length: > 0 } folder)
        {
            picture.SavePng(Path.Combine(folder, $"spice-{name}.png"));
        }
    }
}
