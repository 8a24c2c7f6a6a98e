using System.Globalization;
using Oriel.Relay.Consumer;

namespace Oriel.Vm.Tests;

/// <summary>The clock of a real guest, estimated through shared memory, against what the guest's kernel says when asked over its console.</summary>
[Collection(VmCollection.Name)]
public sealed class ClockTests(SharedGuest shared)
{
    /// <summary>CLOCK_MONOTONIC in nanoseconds, as the kernel prints it.</summary>
    private const string ReadClock = "sed -n 's/^now at \\([0-9]*\\) nsecs/\\1/p' /proc/timer_list";

    [Fact]
    public void The_estimate_holds_what_the_guests_kernel_says()
    {
        var guest = shared.StartedOrSkip();
        using var screen = new Screen(guest);
        screen.WaitForFrame();
        var drawn = 0;
        Eventually.True(
            () =>
            {
                guest.Run($"for i in 1 2 3 4 5 6 7 8; do xsetroot -solid '#2030{drawn++ % 90 + 10}'; xsetroot -solid '#203040'; done");
                return screen.Clock.Relation == ClockRelation.Estimated && screen.Sink.Frames > 60;
            },
            SharedGuest.Patience,
            () => $"an estimate; {screen.Clock}, {screen.Sink.Frames} frames\n{guest.Diagnosis}");

        // Asked and answered: the guest's clock was read in between. Several questions narrow that down.
        var (least, most) = (long.MinValue, long.MaxValue);
        for (var i = 0; i < 20; i++)
        {
            var asked = FrameTimes.Now();
            var clock = long.Parse(guest.Run(ReadClock).Trim(), CultureInfo.InvariantCulture);
            (least, most) = (Math.Max(least, asked - clock), Math.Min(most, FrameTimes.Now() - clock));
        }

        var estimate = screen.Clock;
        var times = screen.Sink.LastTimes;
        TestContext.Current.SendDiagnosticMessage($"guest's clock: {estimate}; asked: {least} to {most} ns ({(most - least) / 1e6:0.0} ms wide); a frame: {times}");
        Assert.Equal(ClockRelation.Estimated, estimate.Relation);
        Assert.InRange(estimate.UncertaintyNs, 1, 20_000_000);

        // Both intervals hold the truth, so they overlap; while asking, the clocks drifted a little.
        var drift = FrameTimes.Now() / 5_000_000;
        Assert.True(estimate.OffsetNs - estimate.UncertaintyNs <= most + drift && estimate.OffsetNs + estimate.UncertaintyNs >= least - drift,
            $"asked: {least} to {most}; estimated {estimate}");
        Assert.True(times.CapturedNs <= times.PublishedNs && times.PublishedNs <= times.SeenNs && times.CapturedNs > times.SeenNs - 10_000_000_000, times.ToString());
        Assert.InRange(times.GuestClockErrorNs, 1, 20_000_000);
    }
}
