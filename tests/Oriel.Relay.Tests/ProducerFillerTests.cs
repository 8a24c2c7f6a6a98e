using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests;

/// <summary>Frames whose pixels somebody else writes: content, damage, failures, and buffers set aside for a trial.</summary>
public sealed class ProducerFillerTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [InlineData("p20", FrameType.Bgra, 4096u, 1)]
    [InlineData("p20", FrameType.Rgba16F, 65536u, 2)]
    [InlineData("p20", FrameType.Rgb24, 65536u, 3)]
    [InlineData("p20m7", FrameType.Bgr32, 65536u, 4)]
    [InlineData("p20m10", FrameType.Rgba10, 65536u, 5)]
    [InlineData("p34", FrameType.Bgra, 65536u, 6)]
    [InlineData("p19", FrameType.Rgba, 65536u, 7)]
    public void Every_good_frame_is_whole_although_fillers_fail_and_consumers_lag(string profile, FrameType type, uint alignment, int seed)
    {
        using var stage = new ProducerStage(profile, 8 << 20, new ProducerOptions { FrameBuffers = 3, FrameAlignment = alignment });
        using var canvas = new PatternCanvas(new TestPattern(type, 173, 101, PatternDamage.Random));
        var frame = Describe(canvas.Pattern);
        var filler = new CanvasFiller(stage.Region, canvas);
        var verifier = new PatternVerifier();
        var peer = stage.Frames(1);
        var damage = new DamageList();
        var random = new Random(seed);
        var queue = new Queue<(uint Frame, bool Good)>();
        var (failures, afterFailure) = (0, false);
        for (var number = 0u; number < 60; number++)
        {
            damage.Clear();
            canvas.Draw(number, damage);
            filler.Fails = random.Next(5) == 0;
            filler.Called = false;
            var outcome = stage.Producer.Publish(frame, filler, damage);
            var good = !(filler.Called && filler.Fails);
            Assert.Equal(good ? PublishOutcome.Published : PublishOutcome.FillFailed, outcome);
            Assert.True(!afterFailure || filler.LastWasWhole, "a frame after a failed one was not filled whole");
            queue.Enqueue((number, good));
            failures += good ? 0 : 1;
            if (!good)
            {
                Assert.Equal(PublishOutcome.NoSubscriber, stage.Producer.Repeat());
            }

            afterFailure = !good;
            while (queue.Count > random.Next(0, 3))
            {
                var (drawn, wasGood) = queue.Dequeue();
                var header = Parse(stage, peer, out var announced);
                Assert.Equal(frame.PitchBytes * 101, stage.Region.ReadUInt32(header.WritePointerOffset));
                Assert.Equal(0u, (uint)((header.WritePointerOffset + 4) % alignment));
                if (wasGood)
                {
                    var picture = new byte[frame.PitchBytes * 101];
                    stage.Region.CopyOut(header.WritePointerOffset + 4, picture);
                    var check = verifier.Verify(type, 173, 101, 101, picture, frame.PitchBytes);
                    Assert.True(check.Ok, $"{profile} {type}: {check}");
                    Assert.Equal(drawn, check.Tag.Frame);
                }

                peer.Done();
            }
        }

        Assert.True(failures > 3, $"{failures} failures");
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_filler_gets_what_the_buffer_lacks_and_consumers_are_told_the_damage(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var filler = new RecordingFiller(stage.Region);
        var damage = new DamageList();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, damage));
            Assert.Equal([new DamageRect(0, 0, ProducerStage.Width, ProducerStage.Height)], filler.Take());
            peer.Done();
        }

        damage.Add(new DamageRect(3, 5, 7, 2));
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, damage));
        Assert.Equal([new DamageRect(3, 5, 7, 2)], filler.Take());
        _ = Parse(stage, peer, out var announced);
        Assert.Equal([new DamageRect(3, 5, 7, 2)], announced.Rects.ToArray());
        peer.Done();

        // The other buffer lacks that one too, and the new one reaches beyond the picture.
        damage.Clear();
        damage.Add(new DamageRect(60, 30, 100, 100));
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, damage));
        Assert.Equal([new DamageRect(3, 5, 7, 2), new DamageRect(60, 30, 4, 2)], filler.Take());
        peer.Done();

        // This buffer lacks only the last one; then nothing at all: nobody is asked and the pointer is at the end.
        damage.Clear();
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, damage));
        Assert.Equal([new DamageRect(60, 30, 4, 2)], filler.Take());
        peer.Done();
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, damage));
        Assert.Empty(filler.Take());
        var header = Parse(stage, peer, out announced);

        // "Nothing" has no spelling on the wire but one pixel.
        Assert.Equal([new DamageRect(0, 0, 1, 1)], announced.Rects.ToArray());
        Assert.Equal(ProducerStage.Pitch * ProducerStage.Height, stage.Region.ReadUInt32(header.WritePointerOffset));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void After_a_failure_consumers_are_told_everything_and_the_session_goes_on(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var filler = new RecordingFiller(stage.Region);
        var one = new DamageList();
        one.Add(new DamageRect(1, 1, 1, 1));
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, one));
        var first = Parse(stage, peer, out _);
        peer.Done();
        filler.Fails = true;
        Assert.Equal(PublishOutcome.FillFailed, stage.Producer.Publish(ProducerStage.Frame, filler, one));
        var failed = Parse(stage, peer, out _);
        Assert.Equal(ProducerStage.Pitch * ProducerStage.Height, stage.Region.ReadUInt32(failed.WritePointerOffset));
        Assert.Equal(first.Serial + 1, failed.Serial);

        // The failed buffer is still held: the other one takes the next frame, which also the copying path delivers.
        filler.Fails = false;
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, one));
        peer.Done();
        var next = Parse(stage, peer, out var announced);
        Assert.True(announced.IsEverything);
        Assert.Equal(failed.Serial + 1, next.Serial);
        Assert.NotEqual(failed.WritePointerOffset, next.WritePointerOffset);
        peer.Done();
        _ = filler.Take();
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, one));
        Assert.Equal([new DamageRect(0, 0, ProducerStage.Width, ProducerStage.Height)], filler.Take());
        Assert.True(stage.Tick());
    }

    [Fact]
    public void A_buffer_set_aside_is_nobodys_until_it_is_given_back()
    {
        using var stage = new ProducerStage("p20", options: new ProducerOptions { FrameAlignment = ProducerOptions.HeapAlignment });
        var peer = stage.Frames(1);
        Assert.Equal(2, stage.Producer.FrameBuffers.Length);
        foreach (var place in stage.Producer.FrameBuffers)
        {
            Assert.Equal(0ul, place.PixelsOffset % ProducerOptions.HeapAlignment);
            Assert.True(place.PixelsOffset + place.Bytes <= stage.Region.Length);
        }

        Assert.Equal(PublishOutcome.Published, stage.Publish());
        peer.Done();
        Assert.True(stage.Producer.TryReserve(out var reserved));
        Assert.False(stage.Producer.TryReserve(out _));
        Assert.Equal(1, reserved.Index);
        Assert.Equal(stage.Producer.FrameBuffers[1], reserved);

        // One buffer holds the last frame, the other one is set aside.
        Assert.Equal(PublishOutcome.Busy, stage.Publish());
        stage.Region.CopyIn(reserved.PixelsOffset, new byte[] { 1, 2, 3 });
        stage.Producer.ReleaseReserved();
        var filler = new RecordingFiller(stage.Region);
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, new DamageList()));
        Assert.Equal([new DamageRect(0, 0, ProducerStage.Width, ProducerStage.Height)], filler.Take());

        // The other one is idle now; when it too is in the ring none is left.
        Assert.True(stage.Producer.TryReserve(out reserved));
        Assert.Equal(0, reserved.Index);
        stage.Producer.ReleaseReserved();
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.False(stage.Producer.TryReserve(out _));
    }

    [Fact]
    public void A_session_restarted_while_the_filler_works_counts_the_buffer_as_void()
    {
        using var stage = new ProducerStage("p20");
        var peer = stage.Frames(1);
        var filler = new RecordingFiller(stage.Region) { OnFill = stage.Producer.Restart };
        Assert.Equal(PublishOutcome.SessionLost, stage.Producer.Publish(ProducerStage.Frame, filler, new DamageList()));
        peer = stage.Frames(2);
        _ = filler.Take();
        filler.OnFill = null;
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, new DamageList()));
        Assert.Equal([new DamageRect(0, 0, ProducerStage.Width, ProducerStage.Height)], filler.Take());
        Assert.True(peer.HasMessage);
    }

    [Fact]
    public void Publishing_by_a_filler_allocates_nothing()
    {
        using var stage = new ProducerStage("p20");
        var peer = stage.Frames(1);
        using var canvas = new PatternCanvas(new TestPattern(FrameType.Bgra, ProducerStage.Width, ProducerStage.Height, PatternDamage.Random));
        var filler = new CanvasFiller(stage.Region, canvas);
        var damage = new DamageList();
        canvas.Draw(0, damage);
        long allocated = 0;
        for (var i = 0; i < 2000; i++)
        {
            damage.Clear();
            damage.Add(new DamageRect((uint)i % 60, (uint)i % 30, 2, 2));
            filler.Fails = i % 7 == 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = stage.Producer.Publish(ProducerStage.Frame, filler, damage);
            allocated += i < 500 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(outcome is PublishOutcome.Published or PublishOutcome.FillFailed);
            peer.Done();
        }

        Assert.Equal(0, allocated);
    }

    private static FrameDescription Describe(TestPattern pattern) => new()
    {
        Type = pattern.Type, ScreenWidth = pattern.Width, ScreenHeight = pattern.Height, FrameWidth = pattern.Width, FrameHeight = pattern.Height,
        PitchBytes = FramePitch.For(pattern.Type, pattern.Width),
    };

    private static FrameHeader Parse(ProducerStage stage, ProducerPeer peer, out DamageList damage)
    {
        var (_, size, offset) = peer.Peek();
        var raw = new byte[FrameHeaderParser.HeaderBytes(stage.Profile.KvmfrVersion)];
        stage.Region.CopyOut(offset, raw);
        damage = new DamageList();
        Assert.True(
            FrameHeaderParser.TryParse(stage.Profile.KvmfrVersion, raw, new PayloadBounds(offset, size, stage.Region.Length), out var header, damage, out var reject),
            reject.ToString());
        return header;
    }

    /// <summary>Writes rectangles of a canvas into the region, or garbage when it fails, and looks at what consumers can see meanwhile.</summary>
    private sealed class CanvasFiller(Region region, PatternCanvas canvas) : IFrameFiller
    {
        public bool Fails { get; set; }

        public bool Called { get; set; }

        public bool LastWasWhole { get; private set; }

        public bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> stale)
        {
            Called = true;
            LastWasWhole = stale.Length == 1 && stale[0] == new DamageRect(0, 0, target.WidthPixels, target.Rows);

            // No assertion that boxes: what is measured here must allocate nothing.
            Assert.True(region.ReadUInt32(target.Place.PixelsOffset - 4) == 0 && (ulong)target.Rows * target.PitchBytes <= target.Place.Bytes);
            if (Fails)
            {
                region.Clear(target.Place.PixelsOffset, target.PitchBytes * (target.Rows / 2));
                return false;
            }

            var pixel = FrameGeometry.BytesPerPixel(target.Type);
            foreach (ref readonly var rect in stale)
            {
                for (var y = rect.Y; y < rect.Y + rect.Height; y++)
                {
                    var bytes = canvas.Pixels.AsSpan((y * canvas.PitchBytes) + (rect.X * pixel), (int)(rect.Width * pixel));
                    region.CopyIn(target.Place.PixelsOffset + ((ulong)y * target.PitchBytes) + (rect.X * pixel), bytes);
                }
            }

            return true;
        }
    }

    /// <summary>Remembers what it was asked for.</summary>
    private sealed class RecordingFiller(Region region) : IFrameFiller
    {
        private DamageRect[] _asked = [];

        public bool Fails { get; set; }

        public Action? OnFill { get; set; }

        public DamageRect[] Take()
        {
            var asked = _asked;
            _asked = [];
            return asked;
        }

        public bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> stale)
        {
            _asked = stale.ToArray();
            Assert.Equal(0u, region.ReadUInt32(target.Place.PixelsOffset - 4));
            OnFill?.Invoke();
            return !Fails;
        }
    }
}
