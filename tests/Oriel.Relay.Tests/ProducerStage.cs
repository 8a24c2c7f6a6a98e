using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>A producer in an anonymous region with a clock moved by hand: what most tests of the producer start from.</summary>
internal sealed class ProducerStage : IDisposable
{
    public const uint Width = 64;
    public const uint Height = 32;
    public const uint Pitch = 256;

    public ProducerStage(string profile, ulong bytes = 4 << 20, ProducerOptions? options = null)
    {
        Profile = ProducerProfile.All.Single(p => p.Name == profile);
        Region = Region.CreateMemfd("stage", bytes);
        Producer = new RelayProducer(Region, (options ?? new ProducerOptions()) with { Profile = Profile, Clock = Clock });
        Everything.SetEverything();
    }

    public static TheoryData<string> Profiles => [.. ProducerProfile.All.Select(p => p.Name)];

    public ProducerProfile Profile { get; }

    public LgmpLayout Layout => Profile.Layout;

    public ProducerClock Clock { get; } = new();

    public Region Region { get; }

    public RelayProducer Producer { get; }

    public PixelBuffer Pixels { get; } = PixelBuffer.Allocate(Pitch * Height);

    public DamageList Everything { get; } = new();

    public static FrameDescription Frame => new()
    {
        Type = FrameType.Bgra, ScreenWidth = Width, ScreenHeight = Height, FrameWidth = Width, FrameHeight = Height, PitchBytes = Pitch,
    };

    public ulong Timestamp => Region.ReadUInt64((uint)Layout.TimestampOffset);

    /// <summary>A consumer's view of the session as it stands, through the real parsers.</summary>
    /// <param name="heartbeat">The heartbeat it saw last.</param>
    public SessionLink Link(ulong heartbeat = 1)
    {
        var head = new byte[LgmpDetection.HeadBytes];
        Region.CopyOut(0, head);
        Assert.True(LgmpSessionHeader.TryParse(Layout, head, Region.Length, out var header, out _));
        var userData = new byte[header.UserDataBytes];
        Region.CopyOut((ulong)Layout.UserDataOffset, userData);
        Assert.True(KvmfrUserData.TryParse(userData, out var parsed, out _));
        return new SessionLink(Region, Region.Length, in header, parsed, heartbeat, HostClock.Now);
    }

    public ProducerPeer Frames(uint id, bool dequeues = true) => new(Region, Layout, 0, id) { Dequeues = dequeues };

    public ProducerPeer Pointer(uint id, bool dequeues = true) => new(Region, Layout, 1, id) { Dequeues = dequeues };

    public PublishOutcome Publish() => Producer.Publish(Frame, Pixels, 0, Pitch, Everything);

    public PublishOutcome Move(short x) =>
        Producer.PublishCursor(new CursorUpdate { HasPosition = true, X = x, Y = 1, HasVisibility = true, Visible = true }, default);

    public PublishOutcome Shape(byte content) =>
        Producer.PublishCursor(
            new CursorUpdate { HasVisibility = true, Visible = true, Type = CursorType.Color, Width = 8, Height = 8, PitchBytes = 32 },
            Enumerable.Repeat(content, 256).ToArray());

    /// <summary>Moves the clock and ticks once.</summary>
    public bool Tick(long ms = 10, IControlHandler? control = null)
    {
        Clock.Advance(ms);
        return Producer.Tick(control);
    }

    public void Dispose()
    {
        Producer.Dispose();
        Pixels.Dispose();
        Region.Dispose();
    }
}
