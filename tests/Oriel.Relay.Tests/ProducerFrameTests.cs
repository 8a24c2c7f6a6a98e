using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests;

/// <summary>Frames of the producer: headers, damage-only copies, truncation, pitch rules. The consumer here reads the region itself.</summary>
public sealed class ProducerFrameTests
{
    private static readonly FrameType[] s_types = [FrameType.Bgra, FrameType.Rgba, FrameType.Rgba10, FrameType.Rgba16F, FrameType.Bgr32, FrameType.Rgb24];

    public static TheoryData<string, FrameType, PatternDamage> EveryKind()
    {
        var data = new TheoryData<string, FrameType, PatternDamage>();
        foreach (var profile in ProducerProfile.All)
        {
            foreach (var type in s_types.Where(t => profile.KvmfrVersion > 19 || t <= FrameType.Rgba16F))
            {
                foreach (var mode in Enum.GetValues<PatternDamage>())
                {
                    data.Add(profile.Name, type, mode);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_buffer_holds_the_whole_frame_although_only_damage_is_copied(string profile, FrameType type, PatternDamage mode)
    {
        // Three buffers and a consumer that sometimes lags, so that buffers lack one, two or more frames when their turn comes.
        using var stage = new ProducerStage(profile, 8 << 20, new ProducerOptions { FrameBuffers = 3 });
        using var canvas = new PatternCanvas(new TestPattern(type, 173, 101, mode));
        var frame = Describe(canvas.Pattern);
        var verifier = new PatternVerifier();
        var peer = stage.Frames(1);
        var damage = new DamageList();
        var random = new Random(11);
        var queue = new Queue<(uint Frame, uint Offset)>();
        for (var number = 0u; number < 30; number++)
        {
            damage.Clear();
            canvas.Draw(number, damage);
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, canvas.Pixels, 0, canvas.PitchBytes, damage));
            queue.Enqueue((number, 0));
            while (queue.Count > random.Next(0, 3))
            {
                var offset = peer.Peek().Offset;
                var picture = ReadPicture(stage, offset, canvas.Pattern, frame);
                var check = verifier.Verify(type, 173, 101, 101, picture, frame.PitchBytes);
                Assert.True(check.Ok, $"{profile} {type}: {check}");
                Assert.Equal(queue.Dequeue().Frame, check.Tag.Frame);
                peer.Done();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Only_the_damage_is_written(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var nothing = new DamageList();
        for (var i = 0; i < 2; i++)
        {
            // Both buffers are filled whole because they never were; neither frame is called damaged, so neither buffer lacks anything after.
            stage.Pixels.AsSpan(0, (int)stage.Pixels.Length).Fill(0x11);
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, nothing));
            peer.Done();
        }

        // Everything differs now, but only one rectangle is called damaged.
        stage.Pixels.AsSpan(0, (int)stage.Pixels.Length).Fill(0x22);
        var damage = new DamageList();
        damage.Add(new DamageRect(3, 5, 7, 2));
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, stage.Pixels, 0, ProducerStage.Pitch, damage));
        var pixels = peer.Peek().Offset + 4096;
        var seen = new byte[ProducerStage.Pitch * ProducerStage.Height];
        stage.Region.CopyOut(pixels, seen);
        for (var i = 0; i < seen.Length; i++)
        {
            var (x, y) = (i % 256 / 4, i / 256);
            Assert.Equal(x is >= 3 and < 10 && y is 5 or 6 ? 0x22 : 0x11, seen[i]);
        }

        Assert.Equal(ProducerStage.Pitch * ProducerStage.Height, stage.Region.ReadUInt32(pixels - 4));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Headers_say_what_was_published(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        var frame = ProducerStage.Frame with { Rotation = FrameRotation.Clockwise270, Flags = FrameFlags.RequestActivation, ScreenWidth = 128 };
        var damage = new DamageList();
        damage.Add(new DamageRect(60, 30, 100, 100)); // reaches beyond the picture
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, stage.Pixels, 0, ProducerStage.Pitch, damage));
        var (first, list) = Parse(stage, peer);
        Assert.True(list.IsEverything); // the first frame of a session is whole, whatever the caller says
        Assert.Equal((FrameType.Bgra, 128u, 32u, 64u, 32u, 32u), (first.Type, first.ScreenWidth, first.ScreenHeight, first.FrameWidth, first.FrameHeight, first.DataHeight));
        Assert.Equal((FrameRotation.Clockwise270, FrameFlags.RequestActivation, 256u, 64u), (first.Rotation, first.Flags, first.PitchBytes, first.StridePixels));

        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, stage.Pixels, 0, ProducerStage.Pitch, damage));
        var (second, clipped) = Parse(stage, peer);
        Assert.Equal((first.Serial + 1, first.FormatVersion), (second.Serial, second.FormatVersion));
        Assert.Equal([new DamageRect(60, 30, 4, 2)], clipped.Rects.ToArray());

        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame with { Rotation = FrameRotation.None }, stage.Pixels, 0, ProducerStage.Pitch, damage));
        var (third, whole) = Parse(stage, peer);
        Assert.Equal((second.Serial + 1, second.FormatVersion + 1), (third.Serial, third.FormatVersion));
        Assert.True(whole.IsEverything);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_refused_frame_consumes_neither_serial_nor_damage(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(PublishOutcome.Busy, stage.Publish());
        }

        var (first, _) = Parse(stage, peer);
        var (second, _) = Parse(stage, peer);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        var (third, _) = Parse(stage, peer);
        Assert.Equal((first.Serial + 1, first.Serial + 2), (second.Serial, third.Serial));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_frame_too_large_is_truncated_inside_its_allocation(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Frames(1);
        using var pixels = PixelBuffer.Allocate(1024 * 1000);
        pixels.AsSpan(0, 1024 * 1000).Fill(0x77);
        var frame = ProducerStage.Frame with { FrameWidth = 256, FrameHeight = 1000, ScreenWidth = 256, ScreenHeight = 1000, PitchBytes = 1024 };
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, pixels, 0, 1024, stage.Everything));
        var (_, size, offset) = peer.Peek();
        var end = new byte[4];
        Assert.Equal((ulong)size - 4096, stage.Producer.MaxFrameBytes);
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, pixels, 0, 1024, stage.Everything));
        var (header, _) = Parse(stage, peer);
        var rows = (uint)(stage.Producer.MaxFrameBytes / 1024);
        Assert.Equal(rows, header.DataHeight);
        Assert.Equal(1000u, header.ScreenHeight);
        Assert.Equal(profile == "p19" ? rows : 1000, header.FrameHeight);
        Assert.True((header.Flags & FrameFlags.Truncated) != 0);
        Assert.Equal(rows * 1024, stage.Region.ReadUInt32(header.WritePointerOffset));

        // The buffer after this one begins with its own header, not with our rows.
        stage.Region.CopyOut(offset + size, end);
        Assert.NotEqual(new byte[] { 0x77, 0x77, 0x77, 0x77 }, end);
    }

    [Fact]
    public void The_last_buffer_never_reaches_past_the_region()
    {
        // A header size and region chosen so that the last allocation ends at the last byte.
        using var stage = new ProducerStage("p20", 4 << 20);
        var plan = new RegionPlan(stage.Region, new ProducerOptions(), 48, 24);
        Assert.Equal(4u << 20, plan.Frames[^1].Offset + plan.Frames[^1].Size);
        using var pixels = PixelBuffer.Allocate(4096 * 200);
        var peer = stage.Frames(1);
        var frame = ProducerStage.Frame with { FrameWidth = 1024, FrameHeight = 200, PitchBytes = 4096 };
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, pixels, 0, 4096, stage.Everything));
            peer.Done();
        }
    }

    [Theory]
    [InlineData(FrameType.Bgra, 1366u, 5632u)]
    [InlineData(FrameType.Rgba16F, 100u, 1024u)]
    [InlineData(FrameType.Bgr32, 200u, 768u)]
    [InlineData(FrameType.Bgr32, 171u, 768u)]
    [InlineData(FrameType.Rgb24, 200u, 768u)]
    [InlineData(FrameType.Rgb24, 257u, 1536u)]
    public void Pitches_follow_the_storage_type(FrameType type, uint width, uint pitch)
    {
        Assert.Equal(pitch, FramePitch.For(type, width));
        Assert.True(FramePitch.IsValid(type, width, pitch));
        Assert.False(FramePitch.IsValid(type, width, pitch - 256));
        Assert.False(FramePitch.IsValid(type, width, pitch + 2));
    }

    [Theory]
    [InlineData(FrameType.Bgr32, 200u, 192u, 768u)]
    [InlineData(FrameType.Rgb24, 200u, 200u, 768u)]
    public void Packed_types_announce_words_and_strides(FrameType type, uint width, uint dataWidth, uint pitch)
    {
        using var stage = new ProducerStage("p20");
        var peer = stage.Frames(1);
        using var pixels = PixelBuffer.Allocate(600 * 20);
        var frame = ProducerStage.Frame with { Type = type, FrameWidth = width, FrameHeight = 20, PitchBytes = pitch };
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(frame, pixels, 0, 600, stage.Everything));
        var (header, _) = Parse(stage, peer);
        Assert.Equal((dataWidth, 20u, pitch / (type == FrameType.Rgb24 ? 3u : 4)), (header.DataWidth, header.DataHeight, header.StridePixels));
    }

    [Fact]
    public void Impossible_frames_are_refused_before_anything_is_written()
    {
        using var stage = new ProducerStage("p19");
        var peer = stage.Frames(1);
        var good = ProducerStage.Frame;
        FrameDescription[] bad =
        [
            good with { FrameWidth = 0 }, good with { FrameHeight = 70000 }, good with { PitchBytes = 252 }, good with { PitchBytes = 258 },
            good with { Type = FrameType.Rgb24, PitchBytes = 768 }, good with { Type = FrameType.Invalid }, good with { PitchBytes = 2 << 20 },
        ];
        Assert.All(bad, frame => Assert.Throws<ArgumentException>(() => stage.Producer.Publish(frame, stage.Pixels, 0, 256, stage.Everything)));
        Assert.Throws<ArgumentException>(() => stage.Producer.Publish(good, stage.Pixels, 4, 256, stage.Everything));
        Assert.Throws<ArgumentException>(() => stage.Producer.Publish(good, stage.Pixels, 0, 255, stage.Everything));
        Assert.False(peer.HasMessage);
        Assert.Equal(0u, peer.Count);
    }

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    private static FrameDescription Describe(TestPattern pattern) => new()
    {
        Type = pattern.Type, ScreenWidth = pattern.Width, ScreenHeight = pattern.Height, FrameWidth = pattern.Width, FrameHeight = pattern.Height,
        PitchBytes = FramePitch.For(pattern.Type, pattern.Width),
    };

    private static byte[] ReadPicture(ProducerStage stage, uint offset, TestPattern pattern, FrameDescription frame)
    {
        var picture = new byte[frame.PitchBytes * pattern.Height];
        Assert.Equal((uint)picture.Length, stage.Region.ReadUInt32(offset + 4092));
        stage.Region.CopyOut(offset + 4096, picture);
        return picture;
    }

    private static (FrameHeader Header, DamageList Damage) Parse(ProducerStage stage, ProducerPeer peer)
    {
        var (_, size, offset) = peer.Peek();
        var raw = new byte[FrameHeaderParser.HeaderBytes(stage.Profile.KvmfrVersion)];
        stage.Region.CopyOut(offset, raw);
        var damage = new DamageList();
        Assert.True(
            FrameHeaderParser.TryParse(stage.Profile.KvmfrVersion, raw, new PayloadBounds(offset, size, stage.Region.Length), out var header, damage, out var reject),
            reject.ToString());
        peer.Done();
        return (header, damage);
    }
}
