using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Upload;

/// <summary>The cursor's way from the feed to the render thread.</summary>
public sealed class CursorMailboxTests
{
    [Fact]
    public void Only_what_can_be_seen_asks_for_a_redraw()
    {
        var mailbox = new CursorMailbox();
        Assert.False(mailbox.Update(At(1, 2, visible: false), []));
        Assert.False(mailbox.Update(At(3, 4, visible: false), []));
        Assert.True(mailbox.Update(At(3, 4, visible: true), []));
        Assert.False(mailbox.Update(At(3, 4, visible: true), []));
        Assert.True(mailbox.Update(At(5, 4, visible: true), []));
        Assert.True(mailbox.Update(At(5, 4, visible: false), []));
        Assert.False(mailbox.Read().IsVisible);
    }

    [Fact]
    public void Coordinates_keep_their_sign()
    {
        var mailbox = new CursorMailbox();
        mailbox.Update(At(-32768, 32767, visible: true) with { HasShape = true, Width = 1, Height = 1, PitchBytes = 4 }, new byte[4]);
        var state = mailbox.Read();
        Assert.Equal((-32768, 32767, true), (state.X, state.Y, state.IsVisible));
    }

    /// <summary>A shape is tied to the position it came with: each shape here is one byte that says where it belongs.</summary>
    [Fact]
    public void A_new_shape_is_never_seen_at_an_old_position_nor_torn()
    {
        var mailbox = new CursorMailbox();
        var isDone = false;
        var seenShapes = 0;
        var sent = 0;
        var feed = new Thread(() =>
        {
            var shape = new byte[64 * 64 * 4];
            // Until the reader has seen enough of them; the bound is for a machine that never lets it run.
            for (var i = 1; i <= 3_000_000 && Volatile.Read(ref seenShapes) < 300; i++)
            {
                sent = i;
                shape.AsSpan().Fill((byte)i);
                mailbox.Update(At((short)(i & 0xFF), (short)i, visible: true) with { HasShape = true, Width = 64, Height = 64, PitchBytes = 256 }, shape);
            }

            Volatile.Write(ref isDone, true);
        });
        feed.Start();
        int shapes = 0, early = 0, lastGeneration = 0;
        while (!Volatile.Read(ref isDone) || mailbox.Read().Shape.Generation != lastGeneration)
        {
            var state = mailbox.Read();
            if (!state.IsVisible || state.Shape.Generation == lastGeneration)
            {
                continue;
            }

            Assert.True(state.Shape.Generation > lastGeneration);
            lastGeneration = state.Shape.Generation;
            Volatile.Write(ref seenShapes, ++shapes);
            var value = state.Shape.Data[0];
            Assert.True(state.Shape.Data.AsSpan(0, 64 * 64 * 4).IndexOfAnyExcept(value) < 0, "a torn shape");
            // The position may already belong to a later message, never to an earlier one, unless the feed was descheduled between two stores.
            early += (short)(state.Y - (short)state.Shape.Generation) < 0 ? 1 : 0;
        }

        feed.Join();
        Assert.Equal(sent, lastGeneration);
        Assert.True(shapes >= 300, $"only {shapes} shapes were seen");
        Assert.True(early <= shapes / 10, $"{early} of {shapes} shapes were seen at an older position");
    }

    private static CursorUpdate At(int x, int y, bool visible) => new() { HasPosition = true, X = (short)x, Y = (short)y, HasVisibility = true, Visible = visible };
}
