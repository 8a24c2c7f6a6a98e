using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Agent.Capture;
using Oriel.Agent.Session;
using Oriel.Agent.Windows.Direct;
using Oriel.Interop.Windows.Com;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Agent.Tests.Windows.Direct;

/// <summary>The agent's own loops over a GPU that writes into the region, watched by our own consumer.</summary>
public sealed class DirectSessionTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Viewers_see_what_the_gpu_wrote_and_nothing_is_allocated(bool slowGpu)
    {
        using var stage = new DirectStage();
        stage.Library.Delay = slowGpu ? TimeSpan.FromMilliseconds(3) : TimeSpan.Zero;
        using var bed = new Bed(stage);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            bed.DrawSomething(random);
            if (i % 3 == 0)
            {
                bed.WaitUntilEqual();
            }
        }

        bed.WaitUntilEqual();
        bed.End();
        Assert.Equal(0, bed.Statistics.CaptureAllocatedBytes + bed.Statistics.PublishAllocatedBytes);
        Assert.Empty(stage.Windows.Violations);
        Assert.True(bed.Sink.PartialFrames > 0, bed.ToString());

        // Only what changed was written: the whole picture is 30,000 texels.
        Assert.True(stage.Library.WrittenTexels < bed.Statistics.Published * 20_000, $"{stage.Library.WrittenTexels} texels in {bed.Statistics.Published} frames");
    }

    [Theory]
    [InlineData(FakeCopyFault.Hangs)]
    [InlineData(FakeCopyFault.RefusesTheList)]
    [InlineData(FakeCopyFault.IsRemoved)]
    public void A_gpu_that_fails_later_hands_over_to_the_processor(FakeCopyFault fault)
    {
        using var stage = new DirectStage();
        using var bed = new Bed(stage);
        var random = new Random(6);
        bed.DrawSomething(random);
        bed.WaitUntilEqual();
        Assert.Equal(1, bed.Sources.DirectOpens);
        stage.Library.Fault = fault;
        bed.DrawSomething(random);
        Eventually.True(() => bed.Sources.MappedOpens > 0, s_patience, () => bed.ToString());
        stage.Library.Unhang();
        bed.DrawSomething(random);
        bed.WaitUntilEqual();
        Assert.Contains("copy", bed.Sources.LastRefusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_that_recovers_is_used_again_until_it_failed_three_times()
    {
        using var stage = new DirectStage();
        var backends = 0;
        for (var i = 0; i < DirectCapture.MostFailures; i++)
        {
            using var backend = stage.Open(stage.Source());
            backends++;
            using var image = backend.TryCreateImage()!;
            stage.Library.Fault = FakeCopyFault.RefusesTheList;
            var memory = (DirectMemory)image.Memory;
            var target = new Relay.Producer.FrameTarget(stage.Producer.FrameBuffers[0], FrameType.Bgra, 200, 150, 1024);
            Assert.False(memory.TryFill(target, [new DamageRect(0, 0, 200, 150)]));

            // Once broken nothing is sent to the GPU any more.
            var lists = stage.Library.Lists;
            stage.Library.Fault = FakeCopyFault.None;
            Assert.False(memory.TryFill(target, [new DamageRect(0, 0, 200, 150)]));
            Assert.Equal(lists, stage.Library.Lists);
            Assert.Equal(CaptureOutcome.Lost, backend.Wait(0, new DamageList()));
        }

        Assert.Equal(3, backends);
        var error = Assert.Throws<OrielException>(() => stage.Direct.Open(new DirectOptions(), () => throw new InvalidOperationException("opened"), stage.Stop));
        Assert.Contains("3 times in this session", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_damage_tracking_every_frame_is_whole()
    {
        using var stage = new DirectStage();
        var source = stage.Source();
        using var backend = stage.Open(source, new DirectOptions { TrackDamage = false });
        var changed = new DamageList();
        _ = backend.Wait(0, changed);
        changed.Clear();
        source.Draw(new DamageRect(1, 2, 3, 4), new Random(1));
        Assert.Equal(CaptureOutcome.Changed, backend.Wait(1_000_000_000, changed));
        Assert.True(changed.IsEverything);
    }

    [Fact]
    public void A_refused_image_is_counted_and_not_an_exception()
    {
        using var stage = new DirectStage();
        using var backend = stage.Open(stage.Source());
        stage.Library.OpenTextureAnswer = HResultCodes.OutOfMemory;
        Assert.Null(backend.TryCreateImage());
    }

    /// <summary>A session with a consumer. When the direct copy is refused, pictures come from mapped memory.</summary>
    private sealed class Bed : IDisposable
    {
        private readonly DirectStage _stage;
        private readonly FeedLoop _feed;
        private readonly AgentSession _session;
        private bool _ended;

        public Bed(DirectStage stage)
        {
            _stage = stage;
            Sources = new StageSources(stage);
            Sink = new ScreenSink { WholeFrames = true };
            _session = new AgentSession(stage.Region, stage.Producer, Sources, new SessionLimits(0, 0, false, false), Statistics,
                new GuestStatusReporter(new GuestStatus(), Statistics, _ => null), NullLogger.Instance);
            _feed = new FeedLoop(new FeedOptions { Source = stage.Path, RetryInterval = TimeSpan.FromMilliseconds(20) }, Sink);
            _feed.Start();
            Eventually.True(() => Sources.Current is not null && Sink.Frames > 0, s_patience, () => ToString());
        }

        public AgentStatistics Statistics { get; } = new();

        public StageSources Sources { get; }

        public ScreenSink Sink { get; }

        public void DrawSomething(Random random)
        {
            var (x, y) = (random.Next(190), random.Next(140));
            Sources.Draw(new DamageRect((uint)x, (uint)y, (uint)random.Next(1, 200 - x), (uint)random.Next(1, Math.Min(20, 150 - y))), random);
        }

        public void WaitUntilEqual() => Eventually.True(() => Sink.Picture() is { } picture && Sources.IsShownBy(picture), s_patience, () => ToString());

        public void End()
        {
            if (!_ended)
            {
                _ended = true;
                _feed.Dispose();
                _session.Dispose();
            }
        }

        public override string ToString() =>
            $"{Sink.Frames} frames, {Statistics.Published} published, {Statistics.Captured} captured, {Sources.DirectOpens} + {Sources.MappedOpens} opened, {Sources.LastRefusal}; "
            + string.Join("; ", _stage.Windows.Violations);

        public void Dispose()
        {
            End();
            Sink.Dispose();
        }
    }

    /// <summary>The direct copy when it works, else pictures the processor copies: what the agent's own choice does, with one texture for both.</summary>
    private sealed class StageSources(DirectStage stage) : IRegionSources
    {
        private byte[] _pixels = new byte[200 * 150 * 4];
        private ModelSource? _current;

        public uint FrameAlignment => Relay.Producer.ProducerOptions.HeapAlignment;

        public ModelSource? Current => Volatile.Read(ref _current);

        public int DirectOpens { get; private set; }

        public int MappedOpens { get; private set; }

        public string LastRefusal { get; private set; } = "";

        public void Attach(Region region, Relay.Producer.RelayProducer producer) => stage.Direct.Attach(region, producer);

        public void Detach() => stage.Direct.Detach();

        public void Draw(DamageRect rect, Random random) => Current!.Draw(rect, random);

        public bool IsShownBy(RgbImage picture)
        {
            var pixels = Current!.Pixels;
            for (var i = 0; i < 200 * 150; i++)
            {
                if (picture.Rgb[i * 3] != pixels[(i * 4) + 2] || picture.Rgb[(i * 3) + 1] != pixels[(i * 4) + 1] || picture.Rgb[(i * 3) + 2] != pixels[i * 4])
                {
                    return false;
                }
            }

            return true;
        }

        public ICaptureBackend OpenBackend(WakeFlag stop, WakeFlag wake)
        {
            _pixels = Current?.Pixels ?? _pixels;
            try
            {
                stage.Windows.RemovedReason = 0;
                var backend = stage.Direct.Open(new DirectOptions(), Make, stop);
                DirectOpens++;
                return backend;
            }
            catch (OrielException error)
            {
                LastRefusal = error.Seen;
                stage.Library.Fault = FakeCopyFault.None;
                stage.Windows.RemovedReason = 0;
                MappedOpens++;
                return new MappedBackend(Make());
            }
        }

        public ICursorSource OpenCursor(WakeFlag stop, WakeFlag wake) => new NoCursor(stop);

        public void Resize(uint width, uint height, WakeFlag stop)
        {
        }

        private ModelSource Make()
        {
            var made = stage.Source(pixels: _pixels);
            Volatile.Write(ref _current, made);
            return made;
        }
    }

    private sealed class NoCursor(WakeFlag stop) : ICursorSource
    {
        public CaptureOutcome Wait(long timeoutNs, CursorSnapshot cursor)
        {
            _ = stop.Wait(timeoutNs);
            return CaptureOutcome.Unchanged;
        }

        public void MoveTo(int x, int y)
        {
        }

        public void Dispose()
        {
        }
    }

    /// <summary>Copies the model's bytes.</summary>
    private sealed class MappedBackend(ModelSource source) : ICaptureBackend
    {
        private readonly List<PixelBuffer> _buffers = [];

        public string Name => "mapped";

        public CaptureMode Mode => source.Mode;

        public CaptureImage TryCreateImage()
        {
            var buffer = PixelBuffer.Allocate(200 * 150 * 4);
            _buffers.Add(buffer);
            return new CaptureImage(new PlainMemory(buffer, 200 * 4), Mode);
        }

        public CaptureOutcome Wait(long timeoutNs, DamageList changed) => source.Wait(timeoutNs, changed);

        public CaptureOutcome Capture(CaptureImage image, DamageList what)
        {
            Assert.True(image.Memory.TryMap(out var pixels, out _));
            source.Pixels.CopyTo(pixels.AsSpan(0, 200 * 150 * 4));
            return CaptureOutcome.Changed;
        }

        public void Dispose() => source.Dispose();
    }
}
