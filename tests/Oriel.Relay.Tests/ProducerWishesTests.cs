using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Relay.Tests;

/// <summary>Flags that say what the desktop asks for come and go without a pixel being copied for them.</summary>
public sealed class ProducerWishesTests
{
    [Fact]
    public void A_wish_changes_the_version_and_costs_no_copy()
    {
        using var stage = new ProducerStage("p20");
        var peer = stage.Frames(1);
        var filler = new CountingFiller();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, stage.Everything));
            peer.Done();
        }

        var touch = new DamageList();
        touch.Add(new DamageRect(0, 0, 1, 1));

        // The first buffer still lacks what the second frame announced.
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame, filler, touch));
        var before = stage.Region.ReadUInt32(peer.Peek().Offset);
        peer.Done();
        foreach (var wish in (FrameFlags[])[FrameFlags.BlockScreensaver, FrameFlags.BlockScreensaver | FrameFlags.RequestActivation, FrameFlags.None])
        {
            filler.Pixels = 0;
            Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame with { Flags = wish }, filler, touch));
            var header = peer.Peek().Offset;
            var version = stage.Region.ReadUInt32(header);
            Assert.Equal((uint)wish, stage.Region.ReadUInt32(header + 1080));
            Assert.Equal(1u, stage.Region.ReadUInt32(header + 52));
            Assert.InRange(filler.Pixels, 1, 2);
            Assert.True(version == before + 1, $"{before} then {version}");
            before = version;
            peer.Done();
        }

        // What the pixels mean is another matter.
        Assert.Equal(PublishOutcome.Published, stage.Producer.Publish(ProducerStage.Frame with { Flags = FrameFlags.Hdr }, filler, touch));
        Assert.Equal(0u, stage.Region.ReadUInt32(peer.Peek().Offset + 52));
    }

    private sealed class CountingFiller : IFrameFiller
    {
        public long Pixels { get; set; }

        public bool TryFill(in FrameTarget target, ReadOnlySpan<DamageRect> rects)
        {
            foreach (var rect in rects)
            {
                Pixels += (long)rect.Width * rect.Height;
            }

            return true;
        }
    }
}
