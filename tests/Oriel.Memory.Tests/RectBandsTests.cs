using FsCheck;
using FsCheck.Fluent;

namespace Oriel.Memory.Tests;

public sealed class RectBandsTests
{
    private const uint Width = 40;
    private const uint Height = 50;

    [Fact]
    public void Every_byte_of_the_union_is_visited_once_and_in_row_order()
    {
        var rect =
            from x in Gen.Choose(0, (int)Width)
            from y in Gen.Choose(0, (int)Height)
            from w in Gen.Choose(0, (int)Width - x)
            from h in Gen.Choose(0, (int)Height - y)
            select new ByteRect((uint)x, (uint)y, (uint)w, (uint)h);
        var cases = from rects in rect.ArrayOf() from most in Gen.Choose(1, 60) select (rects, most);
        Prop.ForAll(cases.ToArbitrary(), c => Check(c.rects.AsSpan(0, Math.Min(c.rects.Length, FrameCopy.MostRects)), (uint)c.most))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 11));
    }

    [Fact]
    public void Touching_and_nested_rectangles_make_one_run()
    {
        Check([new(0, 0, 10, 10), new(10, 0, 10, 10), new(3, 3, 2, 2), new(19, 9, 5, 5)], 7);
    }

    [Fact]
    public void The_last_row_a_number_can_name_does_not_overflow()
    {
        var bands = new RectBands([new(0, uint.MaxValue - 2, 1, 1)], new ushort[1]);
        Assert.True(bands.MoveNext(1000));
        Assert.Equal((uint.MaxValue - 2, uint.MaxValue - 1), (bands.Top, bands.Bottom));
        Assert.False(bands.MoveNext(1000));
    }

    private static void Check(ReadOnlySpan<ByteRect> rects, uint mostRows)
    {
        var visits = new int[Width * Height];
        var bands = new RectBands(rects, new ushort[FrameCopy.MostRects]);
        uint last = 0;
        while (bands.MoveNext(mostRows))
        {
            Assert.True(bands.Top >= last && bands.Bottom > bands.Top && bands.Bottom - bands.Top <= mostRows);
            last = bands.Bottom;
            var any = false;
            while (bands.NextRun(out var x, out var width))
            {
                any = true;
                for (var y = bands.Top; y < bands.Bottom; y++)
                {
                    for (var i = x; i < x + width; i++)
                    {
                        visits[(y * Width) + i]++;
                    }
                }
            }

            Assert.True(any, "a band without runs");
        }

        for (uint y = 0; y < Height; y++)
        {
            for (uint x = 0; x < Width; x++)
            {
                var inside = 0;
                foreach (var r in rects)
                {
                    inside |= x >= r.XBytes && x < r.XBytes + r.WidthBytes && y >= r.Y && y < r.Y + r.Height ? 1 : 0;
                }

                Assert.Equal(inside, visits[(y * Width) + x]);
            }
        }
    }
}
