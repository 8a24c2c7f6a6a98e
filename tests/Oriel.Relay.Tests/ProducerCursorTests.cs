using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.Relay.Tests;

/// <summary>The pointer queue of the producer (kvmfr.md section 7).</summary>
public sealed class ProducerCursorTests
{
    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_new_subscriber_gets_everything_in_one_message(string profile)
    {
        using var stage = new ProducerStage(profile);
        var shown = new PatternCursor(PatternCursorKind.Masked, 640, 480).At(0);
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Producer.PublishCursor(shown, PatternCursor.Shape(shown.Type)));
        Assert.Equal(PublishOutcome.NoSubscriber, stage.Move(-7));
        var peer = stage.Pointer(1);
        Assert.True(stage.Tick());
        var (cursor, shape) = Take(stage, peer);
        Assert.True(cursor is { HasPosition: true, X: -7, Y: 1, HasVisibility: true, Visible: true, HasShape: true, Type: CursorType.MaskedColor, HotspotX: 16 });
        Assert.True(PatternCursor.IsShape(cursor, shape));
        Assert.False(peer.HasMessage);

        // Another one comes: the first sees it again, which is harmless.
        var late = stage.Pointer(2);
        Assert.True(stage.Tick());
        Assert.Equal(cursor, Take(stage, late).Cursor);
        Assert.Equal(cursor, Take(stage, peer).Cursor);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Position_visibility_and_shape_arrive_as_sent(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Pointer(1);
        Assert.True(stage.Tick());
        var pattern = new PatternCursor(PatternCursorKind.Cycle, 300, 200);
        for (var step = 0u; step < 600; step++)
        {
            var sent = pattern.At(step);
            Assert.Equal(PublishOutcome.Published, stage.Producer.PublishCursor(sent, sent.HasShape ? PatternCursor.Shape(sent.Type) : default));
            var (seen, shape) = Take(stage, peer);
            Assert.Equal((sent.X, sent.Y, sent.Visible, sent.HasShape), (seen.X, seen.Y, seen.Visible, seen.HasShape));
            Assert.True(!sent.HasShape || PatternCursor.IsShape(seen, shape), $"step {step}");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_shape_stays_as_long_as_a_consumer_has_its_message(string profile)
    {
        using var stage = new ProducerStage(profile);
        var slow = stage.Pointer(1);
        var quick = stage.Pointer(2);
        for (byte content = 1; content <= 3; content++)
        {
            Assert.Equal(PublishOutcome.Published, stage.Shape(content));
            Assert.Equal(content, Take(stage, quick).Shape[0]);
        }

        // Three shape buffers, all held by the slow one: the fourth shape waits instead of spoiling the first.
        Assert.Equal(PublishOutcome.Busy, stage.Shape(4));
        Assert.False(quick.HasMessage);
        Assert.Equal(1, Take(stage, slow).Shape[0]);
        Assert.True(stage.Tick());
        Assert.Equal(4, Take(stage, quick).Shape[0]);
        Assert.Equal(2, Take(stage, slow).Shape[0]);
        Assert.Equal(3, Take(stage, slow).Shape[0]);
        Assert.Equal(4, Take(stage, slow).Shape[0]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Hiding_is_a_message_of_its_own(string profile)
    {
        using var stage = new ProducerStage(profile);
        var peer = stage.Pointer(1);
        Assert.Equal(PublishOutcome.Published, stage.Move(5));
        Assert.True(Take(stage, peer).Cursor.Visible);
        Assert.Equal(PublishOutcome.Published, stage.Producer.PublishCursor(new CursorUpdate { HasVisibility = true, Visible = false }, default));
        var (hidden, _) = Take(stage, peer);
        Assert.True(hidden is { HasVisibility: true, Visible: false, HasPosition: false, HasShape: false });

        // A move that says nothing about visibility keeps what was said before (before KVMFR 23 every message carries it).
        Assert.Equal(PublishOutcome.Published, stage.Producer.PublishCursor(new CursorUpdate { HasPosition = true, X = 6 }, default));
        Assert.False(Take(stage, peer).Cursor.Visible);
    }

    [Fact]
    public void Impossible_shapes_are_refused()
    {
        using var stage = new ProducerStage("p20");
        var good = new CursorUpdate { Type = CursorType.Color, Width = 8, Height = 8, PitchBytes = 32 };
        var shape = new byte[2 << 20];
        CursorUpdate[] bad =
        [
            good with { Width = 0 }, good with { Width = 513, PitchBytes = 2052 }, good with { Height = 0 }, good with { Height = 513 }, good with { PitchBytes = 31 },
            good with { PitchBytes = 1 << 19 }, good with { Type = (CursorType)3 }, good with { Type = CursorType.Monochrome, Height = 7 },
        ];
        Assert.All(bad, cursor => Assert.Throws<ArgumentException>(() => stage.Producer.PublishCursor(cursor, shape)));
        Assert.Throws<ArgumentException>(() => stage.Producer.PublishCursor(good, new byte[255]));
    }

    private static (CursorUpdate Cursor, byte[] Shape) Take(ProducerStage stage, ProducerPeer peer)
    {
        var (word, size, offset) = peer.Peek();
        var raw = new byte[CursorParser.HeaderBytes(stage.Profile.KvmfrVersion)];
        stage.Region.CopyOut(offset, raw);
        var bounds = new PayloadBounds(offset, size, stage.Region.Length);
        Assert.True(CursorParser.TryParse(stage.Profile.KvmfrVersion, word, raw, bounds, out var cursor, out var reject), reject.ToString());
        var shape = new byte[cursor.HasShape ? cursor.DataBytes : 0];
        stage.Region.CopyOut(cursor.HasShape ? cursor.DataOffset : 0, shape);
        peer.Done();
        return (cursor with { DataOffset = 0 }, shape);
    }
}
