using Oriel.Display.Windowing;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Input;

/// <summary>An event on its way to the guest costs no managed memory.</summary>
public sealed class RouterAllocationTests
{
    [Theory]
    [InlineData(MouseModes.Server, false)]
    [InlineData(MouseModes.Client, false)]
    [InlineData(MouseModes.Server, true)]
    public void Ten_thousand_events_allocate_nothing(MouseModes mode, bool isCaptured)
    {
        using var bench = new InputBench(guest: new ModelGuest { IsRecording = false, SupportedMouseModes = mode, MouseMode = mode });
        if (isCaptured)
        {
            bench.Tap(PhysicalKey.ScrollLock);
        }

        Storm(bench, 200, isCaptured);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Storm(bench, 10_000, isCaptured);
        var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(started);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        TestContext.Current.TestOutputHelper?.WriteLine($"{elapsed.TotalNanoseconds / 70_000:0} ns an event, the model guest's work included");
    }

    private static void Storm(InputBench bench, int count, bool isCaptured)
    {
        for (var i = 0; i < count; i++)
        {
            bench.Pointer.Set(i % 1000, i % 800, isVisible: true);
            bench.Down(PhysicalKey.A);
            bench.Down(PhysicalKey.A, repeat: true);
            bench.Up(PhysicalKey.A);
            if (isCaptured)
            {
                bench.MoveBy(3, -2);
            }
            else
            {
                bench.PointAt(i * 7 % 1000, i * 3 % 800);
            }

            bench.Press(PointerButton.Left, 5, 5);
            bench.Release(PointerButton.Left);
            bench.Wheel(0.5f);
            bench.Clock.Pass(5);
            bench.Router.Tick();
        }
    }
}
