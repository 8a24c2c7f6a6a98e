namespace Oriel.Vm.Tests;

/// <summary>The emulated screen over SPICE: what the viewer shows before the agent runs.</summary>
[Collection(VmCollection.Name)]
public sealed class FallbackTests(SharedGuest shared)
{
    [Fact]
    public void There_is_a_picture_before_the_agent_runs()
    {
        shared.StartedOrSkip();
        Assert.False(shared.HadFrameBeforePicture);
        Assert.True(shared.FirstPicture < shared.Desktop, $"the first picture came after {shared.FirstPicture}, the desktop after {shared.Desktop}");
    }

    [Fact]
    public void The_emulated_screen_is_what_qemu_shows()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest);
        WaitUntilEqual(guest, spice);
        guest.Run("xsetroot -solid '#706050'");
        try
        {
            Assert.Equal(0x706050, WaitUntilEqual(guest, spice)[5, 795]);
            guest.Run("xrandr -s 1024x768");
            var other = WaitUntilEqual(guest, spice);
            Assert.Equal((1024, 768), (other.Width, other.Height));
        }
        finally
        {
            guest.Run("xrandr -s 1280x800; xsetroot -solid '#203040'");
        }
    }

    private static RgbImage WaitUntilEqual(QemuGuest guest, Spice spice)
    {
        var differences = -2;
        RgbImage expected = new(0, 0, []);
        Eventually.True(
            () =>
            {
                var (width, height, rgb) = guest.Screendump();
                expected = new RgbImage(width, height, rgb);
                return spice.Picture() is { } picture && (differences = expected.CountDifferences(picture)) == 0;
            },
            SharedGuest.Patience,
            () => $"{differences} bytes differ (-1: other size, -2: no picture) from the screendump of {expected.Width}x{expected.Height}; {spice.Session.Status}");
        return expected;
    }
}
