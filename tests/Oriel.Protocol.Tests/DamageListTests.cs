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
    public void Rectangle_65_makes_it_everything_for_good()
    {
        var list = new DamageList();
        for (var i = 0u; i < 64; i++)
        {
            list.Add(new DamageRect(2 * i, 0, 1, 1));
        }

        Assert.Equal(64, list.Rects.Length);
        list.Add(new DamageRect(0, 0, 1, 1));
        Assert.False(list.IsEverything);
        list.Add(new DamageRect(1, 0, 1, 1));
        Assert.True(list.IsEverything);
        list.Add(new DamageRect(1, 0, 1, 1));
        Assert.True(list.IsEverything);
    }

    [Fact]
    public void Adding_covers_exactly_the_union_or_everything() => HostileNumbers.ForAll(s_rects, rects =>
    {
        var list = new DamageList();
        foreach (var rect in rects)
        {
            list.Add(rect);
        }

        return list.IsEverything ? rects.Length > DamageList.Capacity : Same(Paint(rects), Paint(list.Rects.ToArray()));
    }, 500);

    [Fact]
    public void Adding_a_list_covers_exactly_both_or_everything() => HostileNumbers.ForAll(
        from a in s_rects from b in s_rects select (a, b),
        pair =>
        {
            var (first, second) = (Of(pair.a), Of(pair.b));
            var anyEverything = first.IsEverything || second.IsEverything;
            first.Add(second);
            return first.IsEverything
                ? anyEverything || pair.a.Length + pair.b.Length > DamageList.Capacity
                : !anyEverything && Same(Paint([.. pair.a, .. pair.b]), Paint(first.Rects.ToArray()));
        }, 500);

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

    private static bool[] Paint(DamageRect[] rects)
    {
        var bitmap = new bool[Width * Height];
        foreach (var r in rects)
        {
            for (var y = r.Y; y < r.Y + r.Height; y++)
            {
                bitmap.AsSpan((int)((y * Width) + r.X), (int)r.Width).Fill(true);
            }
        }

        return bitmap;
    }

    private static bool Same(bool[] a, bool[] b) => a.AsSpan().SequenceEqual(b);
}
