using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>What capturing costs when much happens, and when nothing does.</summary>
public sealed class CostTests
{
    [Fact]
    public void Ten_thousand_frames_allocate_nothing()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(128, 96));
        var shape = new PointerShape(PointerShapeKind.Color, 32, 32, 128, 0, 0);
        var bytes = new byte[32 * 128];
        var cursor = new CursorSnapshot();
        var (seen, captured) = (0L, 0);
        bed.Windows.StillDrawingAnswers = 1;
        for (var i = -200; i < 10_000; i++)
        {
            if (i == 0)
            {
                captured = 0;
                seen = GC.GetAllocatedBytesForCurrentThread();
            }

            bed.Screen.Paint(new PixelRect(i & 63, 3, (i & 63) + 40, 60), i);
            bed.Screen.Move(0, 10, new PixelRect(2, 5, 90, 80));
            bed.Screen.PlacePointer(i & 127, 5, visible: true);
            if ((i & 15) == 0)
            {
                bed.Screen.ShapePointer(shape, bytes);
            }

            if (bed.Step())
            {
                captured++;
                Assert.True(bed.Last.Memory.TryMap(out _, out _));
                bed.Last.Memory.Unmap();
            }

            var shapes = 0L;
            _ = bed.Pointer.Read(cursor, ref shapes);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - seen);
        Assert.Equal(10_000, captured);
    }

    /// <summary>No copy, no frame, and no more wake-ups than the bounded wait inside the system brings.</summary>
    [Fact]
    public void A_quiet_screen_costs_one_look_per_bounded_wait()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        var (looks, copies, maps) = (bed.Windows.Calls(FakeCall.Acquire), bed.Windows.Calls(FakeCall.Copy), bed.Windows.Calls(FakeCall.Map));
        var changed = new DamageList();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(CaptureOutcome.Unchanged, bed.Backend.Wait(200_000_000, changed));
        }

        var waitedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        looks = bed.Windows.Calls(FakeCall.Acquire) - looks;
        Assert.True(looks <= (waitedMs / DuplicationSource.LongestAcquireMs) + 8, $"{looks} looks in {waitedMs} ms");

        // Quiet for a second: two looks a second remain.
        Assert.Equal(CaptureOutcome.Unchanged, bed.Backend.Wait(1_000_000_000, changed));
        looks = bed.Windows.Calls(FakeCall.Acquire);
        started = Stopwatch.GetTimestamp();
        Assert.Equal(CaptureOutcome.Unchanged, bed.Backend.Wait(1_500_000_000, changed));
        waitedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        looks = bed.Windows.Calls(FakeCall.Acquire) - looks;
        Assert.True(looks <= (waitedMs / DuplicationSource.QuietAcquireMs) + 2, $"{looks} looks in {waitedMs} ms");
        Assert.Equal((uint)DuplicationSource.QuietAcquireMs, bed.Screen.LongestTimeoutMs);
        Assert.True(changed.IsEmpty);
        Assert.Equal((copies, maps), (bed.Windows.Calls(FakeCall.Copy), bed.Windows.Calls(FakeCall.Map)));
    }

    [Fact]
    public void A_wait_ends_when_woken_or_stopped()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Wake.Raise();
        Assert.Equal(CaptureOutcome.Unchanged, bed.Backend.Wait(-1, new DamageList()));
        Assert.False(bed.Wake.IsRaised);
        bed.Stop.Raise();
        Assert.Equal(CaptureOutcome.Lost, bed.Backend.Wait(-1, new DamageList()));
        bed.Stop.Lower();
    }

    [Fact]
    public void A_frame_that_comes_ends_the_wait()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        using var painting = new ManualResetEventSlim();
        var painter = new Thread(() =>
        {
            painting.Wait();
            bed.Screen.Paint(new PixelRect(1, 2, 3, 4), 6);
        });
        painter.Start();
        painting.Set();
        Assert.True(bed.Step(20_000_000_000));
        painter.Join();
        Assert.Equal([new DamageRect(1, 2, 2, 2)], bed.LastDamage.Rects.ToArray());
    }

    /// <summary>The GPU is asked again and again without waiting inside the driver.</summary>
    [Fact]
    public void Mapping_waits_for_a_busy_gpu()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.Windows.StillDrawingAnswers = 25;
        Assert.True(bed.Step());
        var before = bed.Windows.Calls(FakeCall.Map);
        bed.AssertEqual();
        Assert.Equal(26, bed.Windows.Calls(FakeCall.Map) - before);
    }

    [Fact]
    public void Frames_are_given_back_at_once()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        for (var i = 0; i < 50; i++)
        {
            bed.Screen.Paint(new PixelRect(0, 0, 9, 9), i);
            Assert.True(bed.Step());
            Assert.Equal(bed.Screen.Acquired, bed.Windows.Calls(FakeCall.ReleaseFrame));
        }
    }
}
