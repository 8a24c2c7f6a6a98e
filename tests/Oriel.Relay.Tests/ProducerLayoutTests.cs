using System.Buffers.Binary;
using System.Text.Json;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>What a new session looks like in memory, against the numbers of the specification and the images of the reference producers.</summary>
public sealed class ProducerLayoutTests
{
    private const uint SessionId = 383100999;
    private const ulong Bytes = 4 << 20;

    [Theory]
    [InlineData("p19", "p19-init")]
    [InlineData("p20", "p20-init")]
    [InlineData("p20m10", "p20m-v10-init")]
    public void A_fresh_session_equals_the_reference_image_byte_for_byte(string profile, string vector)
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        using var producer = new RelayProducer(region, OptionsOf(profile, vector));
        var ours = new byte[Bytes];
        region.CopyOut(0, ours);
        var reference = Vectors.Image(vector);
        var same = ours.AsSpan().CommonPrefixLength(reference);
        Assert.True(same == reference.Length, $"first difference at {same}: reference {reference[Math.Min(same, reference.Length - 1)]:X2}, ours {ours[Math.Min(same, ours.Length - 1)]:X2}");
    }

    // profile, magic at, version, version at, session at, queue count at, user data size at, user data at, timestamp at
    [Theory]
    [InlineData("p19", 0, 5, 4, 8, 24, 5752, 5756, 16)]
    [InlineData("p20", 0, 6, 4, 8, 24, 5752, 5756, 16)]
    [InlineData("p20m7", 0, 7, 4, 8, 12, 5744, 5748, 16)]
    [InlineData("p20m10", 8064, 10, 8068, 8072, 8076, 8080, 8084, 0)]
    [InlineData("p34", 9664, 12, 9668, 9672, 9676, 9680, 9684, 0)]
    public void The_header_stands_where_the_specification_says(
        string profile, int magic, uint version, int versionAt, int session, int queues, int udataSize, int udata, int timestamp)
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        using var producer = new RelayProducer(region, OptionsOf(profile, "p20-init"));
        var image = new byte[16384];
        region.CopyOut(0, image);
        Assert.Equal("LGMP"u8, image.AsSpan(magic, 4));
        Assert.Equal(version, U32(image, versionAt));
        Assert.Equal(SessionId, U32(image, session));
        Assert.Equal(2u, U32(image, queues));
        Assert.Equal(153u, U32(image, udataSize));
        Assert.Equal(1_000_000u, U32(image, timestamp));
        Assert.Equal("KVMFR---"u8, image.AsSpan(udata, 8));
        Assert.Equal(profile switch { "p19" => 19u, "p34" => 34u, _ => 20u }, U32(image, udata + 8));
        Assert.Equal(1u, U32(image, udata + 44));
    }

    // profile, record 0 at, stride, id at, length at, ring offset at, time-out at, then frame ring, its entries, pointer ring, its entries
    [Theory]
    [InlineData("p19", 32, 1144, 0, 4, 20, 12, 5916, 3, 5964, 21)]
    [InlineData("p20", 32, 1144, 0, 4, 20, 12, 5916, 3, 5964, 21)]
    [InlineData("p20m7", 24, 1144, 0, 4, 20, 12, 5908, 3, 5956, 21)]
    [InlineData("p20m10", 64, 1600, 296, 300, 304, 308, 8320, 2, 8384, 32)]
    [InlineData("p34", 64, 1600, 296, 300, 304, 308, 9920, 2, 9984, 32)]
    public void Queues_and_rings_stand_where_the_specification_says(
        string profile, int records, int stride, int id, int length, int ring, int timeout, uint frameRing, uint frameEntries, uint pointerRing, uint pointerEntries)
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        using var producer = new RelayProducer(region, OptionsOf(profile, "p20-init"));
        var image = new byte[16384];
        region.CopyOut(0, image);
        var frame = image.AsSpan(records).ToArray();
        var pointer = image.AsSpan(records + stride).ToArray();
        Assert.Equal((2u, frameEntries, frameRing, 1000u), (U32(frame, id), U32(frame, length), U32(frame, ring), U32(frame, timeout)));
        Assert.Equal((1u, pointerEntries, pointerRing, 1000u), (U32(pointer, id), U32(pointer, length), U32(pointer, ring), U32(pointer, timeout)));
    }

    [Theory]
    [InlineData("p19", "p19-live")]
    [InlineData("p20", "p20-live")]
    [InlineData("p20m7", "p20m-v7-live")]
    [InlineData("p20m10", "p20m-v10-live")]
    [InlineData("p34", "p34-legacy-live")]
    public void Messages_use_the_allocations_of_the_reference_producer(string profile, string vector)
    {
        using var json = Vectors.Expected(vector);
        using var region = Region.CreateMemfd("layout", Bytes);
        using var producer = new RelayProducer(region, OptionsOf(profile, vector));
        var layout = ProducerProfile.All.Single(p => p.Name == profile).Layout;
        var frames = new ProducerPeer(region, layout, 0, 7);
        var pointer = new ProducerPeer(region, layout, 1, 7);

        // The scenario of the image: a cursor with a shape, two positions, two frames.
        using var pixels = PixelBuffer.Allocate(200 * 1024);
        var frame = new FrameDescription { Type = FrameType.Bgra, ScreenWidth = 200, ScreenHeight = 150, FrameWidth = 200, FrameHeight = 150, PitchBytes = 1024 };
        var damage = new DamageList();
        damage.SetEverything();
        Assert.Equal(PublishOutcome.Published, producer.PublishCursor(Position(1) with { Width = 32, Height = 32, PitchBytes = 128 }, new byte[32 * 128]));
        Assert.Equal(PublishOutcome.Published, producer.PublishCursor(Position(2), default));
        Assert.Equal(PublishOutcome.Published, producer.PublishCursor(Position(3), default));
        Assert.Equal(PublishOutcome.Published, producer.Publish(frame, pixels, 0, 1024, damage));
        Assert.Equal(PublishOutcome.Published, producer.Publish(frame, pixels, 0, 1024, damage));
        Assert.Equal(PublishOutcome.Busy, producer.Publish(frame, pixels, 0, 1024, damage));

        var expected = json.RootElement.GetProperty("pending").EnumerateArray().ToList();
        foreach (var message in expected)
        {
            var peer = message.GetProperty("kind").GetString() == "frame" ? frames : pointer;
            var (_, size, offset) = peer.Peek();
            Assert.Equal((Number(message, "payloadOffset"), Number(message, "payloadSize")), (offset, size));
            if (ReferenceEquals(peer, frames))
            {
                // kvmfr.md section 3.1: pixels start one alignment after the header, the write pointer right before them.
                var pointerAt = offset + Number(message, "frameBufferOffset");
                Assert.Equal(Number(message, "pixelsOffset"), pointerAt + 4);
                Assert.Equal(150u * 1024, region.ReadUInt32(pointerAt));
            }

            peer.Done();
        }

        Assert.False(frames.HasMessage);
        Assert.False(pointer.HasMessage);
        Assert.Equal(516096u - 4096, producer.MaxFrameBytes - (profile is "p19" or "p20" or "p20m7" ? 4096u : 0));
    }

    [Fact]
    public void Session_ids_are_random_and_never_the_one_in_memory()
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        var seen = new HashSet<uint>();
        var bits = 0u;
        for (var i = 0; i < 64; i++)
        {
            var before = region.ReadUInt32(8);
            using var producer = new RelayProducer(region, new ProducerOptions());
            Assert.NotEqual(before, producer.SessionId);
            Assert.Equal(producer.SessionId, region.ReadUInt32(8));
            Assert.True(seen.Add(producer.SessionId));
            bits |= producer.SessionId;
            producer.Restart();
            Assert.True(seen.Add(producer.SessionId));
        }

        Assert.True(bits > 0x8000_0000, "the upper half of the number space is used as well");
    }

    [Fact]
    public void A_session_id_equal_to_the_one_in_memory_is_drawn_again()
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        region.WriteUInt32(8, 41);
        uint[] draws = [41, 0, 41, 43];
        var next = 0;
        using var producer = new RelayProducer(region, new ProducerOptions { SessionIds = () => draws[next++] });
        Assert.Equal((43u, 4), (producer.SessionId, next));
    }

    [Theory]
    [InlineData("p20", 8064)]
    [InlineData("p20", 9664)]
    [InlineData("p20m10", 9664)]
    [InlineData("p34", 8064)]
    [InlineData("p34", 0)]
    public void Stale_magics_of_other_layouts_are_wiped(string profile, int place)
    {
        using var region = Region.CreateMemfd("layout", Bytes);
        region.WriteUInt32((uint)place, 0x504D474C);
        using var producer = new RelayProducer(region, OptionsOf(profile, "p20-init"));
        Assert.NotEqual(0x504D474Cu, region.ReadUInt32((uint)place));
    }

    [Theory]
    [InlineData(2, 4096, 4194304)]
    [InlineData(3, 4096, 8388608)]
    [InlineData(2, 65536, 8388608)]
    [InlineData(4, 65536, 16777216)]
    [InlineData(3, 4096, 5000001)]
    [InlineData(2, 8192, 4300800)]
    public void Frame_buffers_are_aligned_disjoint_and_inside(int buffers, uint alignment, ulong bytes)
    {
        foreach (var profile in ProducerProfile.All)
        {
            using var region = Region.CreateMemfd("layout", bytes);
            var options = new ProducerOptions { Profile = profile, FrameBuffers = buffers, FrameAlignment = alignment };
            var data = new KvmfrUserData { Version = 20, ProducerText = "", Features = 0 };
            var plan = new RegionPlan(region, options, data.ByteCount, 24);
            var end = plan.Shapes[^1].Offset + plan.Shapes[^1].Size;
            Assert.Equal(buffers, plan.Frames.Length);
            foreach (var frame in plan.Frames)
            {
                Assert.Equal(0u, frame.Offset % alignment);
                Assert.Equal(0u, frame.Size % alignment);
                Assert.True(frame.Offset >= end, "overlap");
                end = frame.Offset + frame.Size;
            }

            Assert.True(end <= bytes, $"{end} is beyond {bytes}");
            Assert.True(bytes - end < (ulong)buffers * alignment + (2 * alignment), "nearly all memory is used");
        }
    }

    [Fact]
    public void A_region_too_small_is_refused_with_the_bytes_needed()
    {
        using var region = Region.CreateMemfd("layout", 3 << 20);
        var error = Assert.Throws<OrielException>(() => new RelayProducer(region, new ProducerOptions()));
        Assert.Equal("ORL210", error.Code.Id);
        Assert.Contains("3145728", error.Seen, StringComparison.Ordinal);
    }

    private static ProducerOptions OptionsOf(string profile, string vector)
    {
        using var json = Vectors.Expected(vector);
        var root = json.RootElement;
        var vm = root.GetProperty("vmInfo");
        return new ProducerOptions
        {
            Profile = ProducerProfile.All.Single(p => p.Name == profile),
            ProducerText = Text(root, "hostver"),
            Features = Number(root, "features"),
            Vm = new VmInfo(Text(vm, "uuid"), Text(vm, "capture"), (byte)Number(vm, "cpus"), (byte)Number(vm, "cores"), (byte)Number(vm, "sockets"), Text(vm, "model")),
            Os = new OsInfo((byte)Number(root.GetProperty("osInfo"), "os"), Text(root.GetProperty("osInfo"), "name")),
            Clock = new ProducerClock(),
            SessionIds = () => SessionId,
        };
    }

    private static CursorUpdate Position(short x) => new() { HasPosition = true, X = x, Y = 1, HasVisibility = true, Visible = true };

    private static uint U32(byte[] image, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(image.AsSpan(offset));

    private static uint Number(JsonElement element, string name) => element.GetProperty(name).GetUInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
