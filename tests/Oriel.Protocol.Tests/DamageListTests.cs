using FsCheck;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>A damage list never loses a changed pixel, and the model it is compared with is a plain bitmap.</summary>
public sealed class DamageListTests
{
    private const int Width = 24;
    private const int Height = 18;

    private static readonly Gen<DamageRect> s_rect =
        from x in Gen.Choose(0, Width - 1)
        from y in Gen.Choose(0, Height - 1)
        from w in Gen.Choose(0, Width - x)
        from h in Gen.Choose(0, Height - y)
        select new DamageRect((uint)x, (uint)y, (uint)w, (uint)h);

    private static readonly Gen<DamageRect[]> s_rects =
        from count in Gen.Choose(0, 90)
        from rects in Gen.ArrayOf(s_rect, count)
        select rects;

    [Fact]
    public void New_list_is_empty()
    {
        var list = new DamageList();
        Assert.True(list.IsEmpty);
        Assert.False(list.IsEverything);
        list.SetEverything();
        Assert.True(list.IsEverything);
        Assert.False(list.IsEmpty);
        Assert.Equal(0, list.Rects.Length);
        list.Clear();
        Assert.True(list.IsEmpty);
    }

    [Fact]
    public void Empty_and_contained_rectangles_take_no_place()
    {
        var list = new DamageList();
        list.Add(new DamageRect(4, 4, 10, 10));
        list.Add(new DamageRect(5, 5, 9, 9));
        list.Add(new DamageRect(4, 4, 10, 10));
        list.Add(new DamageRect(4, 4, 0, 10));
        Assert.Equal([new DamageRect(4, 4, 10, 10)], list.Rects.ToArray());
        list.Add(new DamageRect(5, 5, 10, 9));
        Assert.Equal(2, list.Rects.Length);
    }

    [Fact]
    public void A_full_list_joins_what_wastes_least_and_never_becomes_everything()
    {
        var list = new DamageList();
        for (var i = 0u; i < 64; i++)
        {
            list.Add(new DamageRect(1000 * i, 0, 10, 10));
        }

        Assert.Equal(64, list.Rects.Length);
        list.Add(new DamageRect(1000, 0, 1, 1));
        Assert.Equal(64, list.Rects.Length);
        list.Add(new DamageRect(5020, 3, 10, 10));
        Assert.False(list.IsEverything);
        Assert.Equal(64, list.Rects.Length);
        Assert.Contains(new DamageRect(5000, 0, 30, 13), list.Rects.ToArray());
        Assert.Contains(new DamageRect(4000, 0, 10, 10), list.Rects.ToArray());
    }

    [Fact]
    public void Adding_covers_exactly_the_union_while_there_is_room() => HostileNumbers.ForAll(s_rects, rects =>
    {
        var list = new DamageList();
        foreach (var rect in rects)
        {
            list.Add(rect);
        }

        return !list.IsEverything && (rects.Length > DamageList.Capacity ? Covers(list, rects) : Same(Paint(rects), Paint(list.Rects.ToArray())));
    }, 500);

    [Fact]
    public void Adding_a_list_covers_both_with_little_else() => HostileNumbers.ForAll(
        from a in s_rects from b in s_rects select (a, b),
        pair =>
        {
            var (first, second) = (Of(pair.a), Of(pair.b));
            first.Add(second);
            return !first.IsEverything && Covers(first, [.. pair.a, .. pair.b]);
        }, 500);

    [Fact]
    public void Joining_many_wastes_a_sixteenth_or_the_free_amount_of_each_at_most() => HostileNumbers.ForAll(
        from count in Gen.Choose(0, 60)
        from rects in Gen.ArrayOf(
            from x in Gen.Choose(0, 180)
            from y in Gen.Choose(0, 180)
            from w in Gen.Choose(1, 60)
            from h in Gen.Choose(1, 60)
            select new DamageRect((uint)x, (uint)y, (uint)w, (uint)h),
            count)
        select rects,
        rects =>
        {
            // Room for all: nothing has to be joined.
            var list = new DamageList(64);
            foreach (var rect in rects)
            {
                list.Join(rect, freeWastePixels: 20);
            }

            var want = Paint(rects, 240, 240);
            foreach (var rect in list.Rects)
            {
                var changed = Changed(want, rect);
                if ((rect.Width * rect.Height) - changed > Math.Max(20, rect.Width * rect.Height / 16))
                {
                    return false;
                }
            }

            var have = Paint(list.Rects.ToArray(), 240, 240);
            return !want.Where((wanted, i) => wanted && !have[i]).Any();

            static int Changed(bool[] bitmap, DamageRect rect)
            {
                var sum = 0;
                for (var y = rect.Y; y < rect.Y + rect.Height; y++)
                {
                    sum += bitmap.AsSpan((int)((y * 240) + rect.X), (int)rect.Width).Count(true);
                }

                return sum;
            }
        }, 500);

    [Fact]
    public void A_window_that_moves_for_minutes_never_costs_the_screen()
    {
        // A slot that is not lent for long collects every place where the window was: the way it went, not the box around it and never the whole 4K picture.
        var list = new DamageList();
        var way = new bool[3840 * 2160];
        for (var frame = 0; frame < 400; frame++)
        {
            var (x, y) = (100 + (frame * 8), 100 + (frame * 4));
            var damage = new DamageList();
            damage.Add(new DamageRect((uint)x, (uint)y, 408, 4));
            damage.Add(new DamageRect((uint)x, (uint)y + 4, 408, 300));
            list.Add(damage);
            for (var row = y; row < y + 304; row++)
            {
                way.AsSpan((row * 3840) + x, 408).Fill(true);
            }
        }

        Assert.False(list.IsEverything);
        var went = way.AsSpan().Count(true);
        Assert.InRange(Paint(list.Rects.ToArray(), 3840, 2160).AsSpan().Count(true), went, went * 6 / 5);
    }

    [Fact]
    public void Pixels_are_counted_and_everything_is_more_than_any()
    {
        var list = Of([new DamageRect(0, 0, 3, 4), new DamageRect(10, 10, 2, 2)]);
        Assert.Equal(16, list.Pixels);
        list.SetEverything();
        Assert.Equal(long.MaxValue, list.Pixels);
        list.Clear();
        Assert.Equal(0, list.Pixels);
    }

    [Fact]
    public void A_copy_of_more_than_fits_covers_all()
    {
        var big = new DamageList(200);
        for (var i = 0u; i < 200; i++)
        {
            big.Add(new DamageRect(i * 200, 0, 5, 5));
        }

        var copy = new DamageList(10);
        copy.CopyFrom(big);
        Assert.Equal(10, copy.Rects.Length);
        Assert.All(big.Rects.ToArray(), r => Assert.Contains(copy.Rects.ToArray(), c => c.X <= r.X && c.X + c.Width >= r.X + r.Width && c.Y == 0 && c.Height >= 5));
    }

    [Fact]
    public void A_copy_is_equal_and_independent() => HostileNumbers.ForAll(s_rects, rects =>
    {
        var (source, copy) = (Of(rects), Of([new DamageRect(0, 0, 1, 1)]));
        copy.CopyFrom(source);
        var before = source.Rects.ToArray();
        var same = copy.IsEverything == source.IsEverything && copy.Rects.SequenceEqual(source.Rects);
        copy.Clear();
        copy.Add(new DamageRect(1, 1, 1, 1));
        return same && source.Rects.SequenceEqual(before);
    }, 300);

    [Fact]
    public void Clipping_keeps_exactly_what_is_inside() => HostileNumbers.ForAll(
        from x in HostileNumbers.Number
        from y in HostileNumbers.Number
        from w in HostileNumbers.Number
        from h in HostileNumbers.Number
        from fw in Gen.Choose(1, 65535)
        from fh in Gen.Choose(1, 65535)
        select (new DamageRect(x, y, w, h), (uint)fw, (uint)fh),
        input =>
        {
            var (rect, width, height) = input;
            var clipped = FrameGeometry.Clip(rect, width, height);
            var right = Math.Min((ulong)rect.X + rect.Width, width);
            var bottom = Math.Min((ulong)rect.Y + rect.Height, height);
            return rect.X < right && rect.Y < bottom
                ? clipped == new DamageRect(rect.X, rect.Y, (uint)(right - rect.X), (uint)(bottom - rect.Y))
                : clipped == default;
        });

    [Fact]
    public void Nothing_allocates_after_construction()
    {
        var (list, other) = (Of([new DamageRect(0, 0, 4, 4)]), Of([new DamageRect(8, 8, 4, 4), new DamageRect(1, 1, 2, 2)]));
        Assert.Equal(0, Allocations.Of(() =>
        {
            list.Clear();
            list.Add(other);
            list.CopyFrom(other);
            list.SetEverything();
            return list.IsEverything;
        }));
    }

    private static DamageList Of(DamageRect[] rects)
    {
        var list = new DamageList();
        foreach (var rect in rects)
        {
            list.Add(rect);
        }

        return list;
    }

    [Fact]
    public void Rectangles_that_nobody_clipped_do_no_harm()
    {
        uint[] numbers = [0, 1, 5, 1920, int.MaxValue, uint.MaxValue - 1, uint.MaxValue];
        var random = new Random(7);
        uint Number() => numbers[random.Next(numbers.Length)];
        for (var round = 0; round < 2000; round++)
        {
            var list = new DamageList(random.Next(1, 5));
            var other = new DamageList();
            for (var i = 0; i < 8; i++)
            {
                var rect = new DamageRect(Number(), Number(), Number(), Number());
                list.Add(rect);
                list.Join(rect);
                other.Add(rect);
            }

            list.Add(other);
            Assert.False(list.IsEverything);
            Assert.InRange(list.Pixels, 0, long.MaxValue - 1);
        }
    }

    private static bool Covers(DamageList list, DamageRect[] rects)
    {
        var (want, have) = (Paint(rects), Paint(list.Rects.ToArray()));
        return !want.Where((wanted, i) => wanted && !have[i]).Any();
    }

    private static bool[] Paint(DamageRect[] rects, int width = Width, int height = Height)
    {
        var bitmap = new bool[width * height];
        foreach (var r in rects)
        {
            for (var y = r.Y; y < r.Y + r.Height; y++)
            {
                bitmap.AsSpan((int)((y * width) + r.X), (int)r.Width).Fill(true);
            }
        }

        return bitmap;
    }

    private static bool Same(bool[] a, bool[] b) => a.AsSpan().SequenceEqual(b);
}
