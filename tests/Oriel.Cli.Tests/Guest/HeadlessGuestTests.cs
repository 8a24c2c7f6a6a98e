using Oriel.Testing;

namespace Oriel.Cli.Tests.Guest;

/// <summary>The viewer without a window, and without a relay: SPICE works alone.</summary>
public sealed class HeadlessGuestTests
{
    [Fact]
    public void A_screenshot_of_the_firmware_is_what_QEMU_shows()
    {
        if (FirmwareScreen.MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }

        using var qemu = new FirmwareScreen();
        using var folder = new TempFolder();
        var picture = folder.File("firmware.png");
        var differ = -1;

        // The text cursor blinks and the firmware goes on writing: looked at until two looks agree.
        Eventually.True(
            () =>
            {
                TestProcess.Run(Executables.Oriel, ["view", "--region", folder.File("no-region"), "--spice", qemu.SpicePath, "--headless", "--frames", "1", "--screenshot", picture], limit: TimeSpan.FromMinutes(1));
                var dump = qemu.Dump();
                differ = PngReader.Load(picture).CountDifferences(dump);
                return differ == 0 && dump.Rgb.Count(b => b > 100) > 3000;
            },
            TimeSpan.FromSeconds(90),
            () => $"{differ} bytes differ");
    }

    [Fact]
    public void Without_either_both_are_named()
    {
        using var folder = new TempFolder();
        var error = Assert.Throws<InvalidOperationException>(() => TestProcess.Run(
            Executables.Oriel, ["view", "--region", folder.File("no-region"), "--spice", folder.File("no-server"), "--headless", "--frames", "1"], limit: TimeSpan.FromMinutes(1)));
        Assert.Contains("no-region", error.Message, StringComparison.Ordinal);
        Assert.Contains("SPICE: there is no socket", error.Message, StringComparison.Ordinal);
    }
}
