using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>
/// Any sequence of publishing, repeating, cursor messages, ticks and consumers that come, take, finish, vanish: what a consumer was told about stays
/// untouched until it finished it or was marked bad, messages come in order, and nobody is forgotten.
/// </summary>
public sealed class ProducerPropertyTests
{
    private const int Peers = 3;

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_payload_stays_as_long_as_somebody_has_it(string profile)
    {
        var steps = Gen.Choose(0, 255).ListOf(400).Select(list => list.ToArray());
        Prop.ForAll(steps.ToArbitrary(), codes => Play(profile, codes.Length == 0 ? [0] : codes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260101, 77));
    }

    [Fact]
    public void The_message_is_posted_before_the_pixels_are_copied()
    {
        using var region = Region.CreateMemfd("first", 64 << 20);
        using var producer = new RelayProducer(region, new ProducerOptions());
        var layout = ProducerProfile.P20.Layout;
        var peer = new ProducerPeer(region, layout, 0, 1);
        using var pixels = PixelBuffer.Allocate(3840 * 4 * 2000);
        var frame = ProducerStage.Frame with { FrameWidth = 3840, FrameHeight = 2000, PitchBytes = 3840 * 4 };
        var everything = new DamageList();
        everything.SetEverything();
        var partial = 0;
        var stop = false;
        var consumer = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                if (peer.HasMessage)
                {
                    // A message whose pixels are still arriving: the pointer is not at the end yet, and only ever grows.
                    var pointer = peer.Peek().Offset + 4092;
                    var seen = region.ReadUInt32(pointer);
                    partial += seen < 3840 * 4 * 2000 ? 1 : 0;
                    while (seen < 3840 * 4 * 2000)
                    {
                        var next = region.ReadUInt32(pointer);
                        Assert.True(next >= seen && (next % (3840 * 4) == 0), $"{seen} then {next}");
                        seen = next;
                    }

                    peer.Done();
                }
            }
        });
        consumer.Start();
        for (var i = 0; i < 300 && Volatile.Read(ref partial) < 3; i++)
        {
            SpinWait.SpinUntil(() => producer.Publish(frame, pixels, 0, 3840 * 4, everything) == PublishOutcome.Published, 5000);
        }

        Volatile.Write(ref stop, true);
        consumer.Join();
        Assert.True(partial >= 3, $"{partial} frames were seen before they were complete");
    }

    private static void Play(string profile, int[] codes)
    {
        // With three buffers a power-of-two ring has more entries than there are buffers.
        using var stage = new ProducerStage(profile, options: new ProducerOptions { FrameBuffers = 2 + (codes[0] % 2) });
        var peers = new Peer?[Peers];
        uint published = 0;
        uint id = 1;
        foreach (var code in codes)
        {
            var index = code % Peers;
            var peer = peers[index];
            switch (code / Peers % 12)
            {
                case 0 or 1 or 2:
                    BinaryPrimitives.WriteUInt32LittleEndian(stage.Pixels.AsSpan(0, 4), published + 1);
                    published += stage.Publish() == PublishOutcome.Published ? 1u : 0;
                    break;
                case 3:
                    stage.Producer.Repeat();
                    break;
                case 4:
                    Assert.True(stage.Tick(code));
                    break;
                case 5 when peer is null:
                    peers[index] = new Peer(stage, id++, dequeues: code % 2 == 0);
                    break;
                case 6 when peer is { Holds: false }:
                    peer.Queue.Unsubscribe();
                    peers[index] = null;
                    break;
                case 7 or 8 or 9:
                    peer?.Take();
                    break;
                default:
                    peer?.Finish();
                    break;
            }

            for (var i = 0; i < Peers; i++)
            {
                if (peers[i] is { } one && !one.IsUntouched())
                {
                    // Only an evicted consumer may lose what it holds; it leaves and may come back as somebody else.
                    Assert.True(one.Queue.IsBad, "a held payload changed");
                    peers[i] = null;
                }
                else if (peers[i]?.Queue.IsBad == true)
                {
                    peers[i] = null;
                }
            }
        }

        // Everybody finishes: the ring drains and the producer goes on.
        foreach (var peer in peers.Where(p => p is not null))
        {
            peer!.FinishAll();
        }

        Assert.True(stage.Tick(2000));
        Assert.True(stage.Tick(2000));
        var last = stage.Frames(999);
        Assert.Equal(0u, last.Count);
        Assert.Equal(PublishOutcome.Published, stage.Publish());
        Assert.True(last.HasMessage);
    }

    /// <summary>A consumer that notes what it was handed and looks whether it is still there.</summary>
    private sealed class Peer(ProducerStage stage, uint id, bool dequeues)
    {
        private (uint Offset, uint Serial, uint Pixel)? _held;
        private uint _lastSerial;

        public ProducerPeer Queue { get; } = stage.Frames(id, dequeues);

        public bool Holds => _held is not null;

        public void Take()
        {
            if (_held is not null || Queue.IsBad || !Queue.HasMessage)
            {
                return;
            }

            var offset = Queue.Peek().Offset;
            var serial = stage.Region.ReadUInt32(offset + 4);
            Assert.True(_lastSerial == 0 || serial >= _lastSerial, "frames come in order, repeats with the same serial");
            _lastSerial = serial;
            _held = (offset, serial, stage.Region.ReadUInt32(offset + 4096));
        }

        public void Finish()
        {
            if (_held is not null && !Queue.IsBad)
            {
                Queue.Done();
                _held = null;
            }
        }

        public void FinishAll()
        {
            Finish();
            while (!Queue.IsBad && Queue.HasMessage)
            {
                Queue.Done();
            }
        }

        public bool IsUntouched() => _held is not { } held
            || (held.Serial, held.Pixel) == (stage.Region.ReadUInt32(held.Offset + 4), stage.Region.ReadUInt32(held.Offset + 4096));
    }
}
