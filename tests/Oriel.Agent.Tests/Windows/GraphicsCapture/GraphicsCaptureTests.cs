using Oriel.Agent.Capture;
using Oriel.Agent.Tests.Windows.Duplication;
using Oriel.Agent.Windows.GraphicsCapture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;
using Oriel.Testing.Windows.WinRt;

namespace Oriel.Agent.Tests.Windows.GraphicsCapture;

/// <summary>Windows.Graphics.Capture against a fake that keeps the published contract: frames, sizes that change, items that end, handlers that outlive their owner.</summary>
public sealed class GraphicsCaptureTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void Frames_of_a_window_become_its_texture()
    {
        using var bed = new Bed();
        using (var source = bed.Open(new GraphicsCaptureOptions { Window = "A program" }))
        {
            Assert.True(bed.System.IsWindow);
            Assert.Equal((120, 90, 30, 40, "A program"), (source.Mode.Width, source.Mode.Height, source.Mode.OriginX, source.Mode.OriginY, source.Mode.Head));
            Assert.False(source.IsComplete);
            var changed = new DamageList();
            var shown = 0L;
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(CaptureOutcome.Changed, source.Wait(SecondNs, changed));

                // The system counts in tenths of a microsecond.
                Assert.InRange(source.ChangedAt, shown - (System.Diagnostics.Stopwatch.Frequency / 10_000_000), System.Diagnostics.Stopwatch.GetTimestamp());
                shown = System.Diagnostics.Stopwatch.GetTimestamp();
                Assert.True(changed.IsEverything && source.IsComplete);
                bed.AssertShows(source);
                changed.Clear();
                bed.System.Show(120, 90, bed.Random);
                bed.System.Show(120, 90, bed.Random);
                bed.Wake.Lower();
            }
        }

        bed.AssertNothingLeft();
    }

    [Fact]
    public void Frames_allocate_nothing()
    {
        using var bed = new Bed();
        using var source = bed.Open(new GraphicsCaptureOptions { Window = "A program" });
        var changed = new DamageList();
        long allocated = 0;
        for (var i = 0; i < 600; i++)
        {
            bed.System.Show(120, 90, bed.Random);
            changed.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = source.Wait(SecondNs, changed);
            allocated += i < 200 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(CaptureOutcome.Changed, outcome);
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_monitor_is_captured_without_border_and_pointer_where_the_system_can()
    {
        using var bed = new Bed();
        using (var source = bed.Open(new GraphicsCaptureOptions()))
        {
            Assert.False(bed.System.IsWindow || bed.System.HasBorder || bed.System.HasPointer);
            Assert.True(source.IsBorderOff);
            Assert.Equal("DISPLAY1", source.Mode.Head);
        }

        bed.System.IsNew = false;
        using var old = bed.Open(new GraphicsCaptureOptions());
        Assert.False(old.IsBorderOff);
    }

    [Fact]
    public void Another_size_is_another_mode()
    {
        using var bed = new Bed();
        using (var source = bed.Open(new GraphicsCaptureOptions()))
        {
            var changed = new DamageList();
            Assert.Equal(CaptureOutcome.Changed, source.Wait(SecondNs, changed));
            foreach (var (width, height) in new[] { (200, 50), (10, 300), (120, 90) })
            {
                bed.System.Show(width, height, bed.Random);
                Assert.Equal(CaptureOutcome.ModeChanged, source.Wait(SecondNs, changed));
                Assert.Equal((width, height), (source.Mode.Width, source.Mode.Height));
                Assert.Equal((width, height), (source.Mode.ScreenWidth, source.Mode.ScreenHeight));
                Assert.False(source.IsComplete);
                Assert.Equal(CaptureOutcome.Changed, source.Wait(SecondNs, changed));
                bed.AssertShows(source);
            }

            bed.System.RecreateAnswer = HResultCodes.OutOfMemory;
            bed.System.Show(50, 50, bed.Random);
            Assert.Equal(CaptureOutcome.Lost, source.Wait(SecondNs, changed));
        }

        bed.AssertNothingLeft();
    }

    [Fact]
    public void A_frame_wakes_who_waits_and_a_closed_item_is_lost()
    {
        using var bed = new Bed();
        using var source = bed.Open(new GraphicsCaptureOptions());
        var changed = new DamageList();
        Assert.Equal(CaptureOutcome.Changed, source.Wait(SecondNs, changed));
        _ = source.Wait(0, changed);
        Assert.Equal(CaptureOutcome.Unchanged, source.Wait(30_000_000, changed));
        var outcome = CaptureOutcome.Unchanged;
        var waiting = new Thread(() => outcome = source.Wait(60 * SecondNs, changed));
        waiting.Start();
        bed.System.Show(120, 90, bed.Random);
        Assert.True(waiting.Join(TimeSpan.FromSeconds(20)));
        Assert.Equal(CaptureOutcome.Changed, outcome);
        bed.System.CloseItem();
        Assert.Equal(CaptureOutcome.Lost, source.Wait(60 * SecondNs, changed));
        Assert.Equal(CaptureOutcome.Lost, source.Wait(0, changed));
    }

    [Fact]
    public void A_removed_device_and_a_stop_are_lost()
    {
        using var bed = new Bed();
        using var source = bed.Open(new GraphicsCaptureOptions());
        bed.Windows.RemovedReason = HResultCodes.DeviceRemoved;
        Assert.Equal(CaptureOutcome.Lost, source.Wait(SecondNs, new DamageList()));
        bed.Windows.RemovedReason = 0;
        bed.Stop.Raise();
        Assert.Equal(CaptureOutcome.Lost, source.Wait(60 * SecondNs, new DamageList()));
    }

    [Fact]
    public void Refusals_are_words_and_leave_nothing_behind()
    {
        (Action<FakeGraphicsCapture> Spoil, GraphicsCaptureOptions Options, string Words)[] cases =
        [
            (s => s.FactoryAnswer = HResultCodes.ClassNotRegistered, new(), "this Windows has no Windows.Graphics.Capture"),
            (s => s.ItemAnswer = HResultCodes.AccessDenied, new(), "DISPLAY1 was refused: E_ACCESSDENIED"),
            (_ => { }, new() { Window = "Another program" }, "no window has the title 'Another program'"),
            (s => s.PoolAnswer = HResultCodes.OutOfMemory, new(), "did not start"),
            (s => s.StartAnswer = HResultCodes.AccessDenied, new() { Window = "A program" }, "did not start"),
            (s => s.Show(0, 0, new Random(1)), new(), "has no size"),
        ];
        foreach (var (spoil, options, words) in cases)
        {
            using var bed = new Bed();
            spoil(bed.System);
            var error = Assert.Throws<OrielException>(() => bed.Open(options));
            Assert.Same(AgentErrors.GraphicsCaptureRefused, error.Code);
            Assert.Contains(words, error.Seen, StringComparison.Ordinal);
            bed.AssertNothingLeft();
        }

        using var other = new Bed();
        Assert.Same(AgentErrors.NoSuchOutput, Assert.Throws<OrielException>(() => other.Open(new GraphicsCaptureOptions { Output = "9" })).Code);
    }

    /// <summary>A machine with the fake system and one screen of which the window is a part.</summary>
    private sealed class Bed : IDisposable
    {
        public Bed()
        {
            System = new FakeGraphicsCapture(Windows);
            System.Show(120, 90, Random);
        }

        public FakeWindows Windows { get; } = FakeWindows.WithScreen(640, 480);

        public FakeGraphicsCapture System { get; }

        public Random Random { get; } = new(4);

        public WakeFlag Stop { get; } = new();

        public WakeFlag Wake { get; } = new();

        public GraphicsCaptureSource Open(GraphicsCaptureOptions options) => GraphicsCaptureSource.Open(System, new FakeGpuSystem(Windows), options, Stop, Wake);

        /// <summary>Reads the texture back through a staging one, as the product does.</summary>
        public void AssertShows(ITextureSource source)
        {
            var (width, height) = (source.Mode.Width, source.Mode.Height);
            Assert.True(source.Device.TryCreateTexture(width, height, source.Texture.Format, TextureUse.Staging, out var staging).IsSuccess);
            using (staging)
            {
                source.Device.Context.Copy(staging!, source.Texture);
                Assert.True(source.Device.Context.TryMap(staging!, wait: true, out var pixels, out var pitch).IsSuccess);
                var shown = System.Pixels;
                for (var y = 0; y < height; y++)
                {
                    Assert.True(pixels!.AsSpan((nuint)y * pitch, width * 4).SequenceEqual(shown.AsSpan(y * width * 4, width * 4)), $"row {y}");
                }

                source.Device.Context.Unmap(staging!);
            }
        }

        public void AssertNothingLeft()
        {
            Assert.Empty(Windows.Live);
            Assert.Empty(Windows.Violations);
        }

        public void Dispose()
        {
            Stop.Dispose();
            Wake.Dispose();
            Windows.Dispose();
        }
    }
}
