using Oriel.Cli.Pictures;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Tests.Record;

/// <summary>The pointer of a store, as the feed's thread and its reader see it.</summary>
public sealed class PictureStoreTests
{
    private const int Side = 512;

    [Fact]
    public void A_pointer_that_is_counted_can_be_read()
    {
        var shape = new byte[Side * Side * 4];
        var cursor = new CursorUpdate
        {
            HasPosition = true, X = 5, Y = 6, HasVisibility = true, Visible = true, HasShape = true, Type = CursorType.Color, Width = Side, Height = Side, PitchBytes = Side * 4,
        };
        for (var round = 0; round < 50; round++)
        {
            using var store = new PictureStore(keepsAll: false);
            using var go = new ManualResetEventSlim();
            var feed = new Thread(() =>
            {
                go.Wait();
                store.UpdateCursor(cursor, shape);
            });
            feed.Start();
            go.Set();
            SpinWait.SpinUntil(() => store.Cursors > 0);
            var seen = store.Cursor.Read();
            feed.Join();
            Assert.Equal((5, 6, true), (seen.X, seen.Y, seen.IsVisible));
        }
    }

    [Fact]
    public void That_an_earlier_sessions_pointer_is_gone_does_not_count()
    {
        using var store = new PictureStore(keepsAll: false);

        store.UpdateCursor(new CursorUpdate { HasVisibility = true, Visible = false }, default);
        Assert.Equal(0, store.Cursors);

        store.UpdateCursor(new CursorUpdate { HasPosition = true, X = 1, Y = 1 }, default);
        Assert.Equal(1, store.Cursors);
    }
}
