using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Capture;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests;

public sealed class DamageMergerTests
{
    private const int Side = 256;

    [Fact]
    public void Whatever_is_added_stays_covered_within_the_limit_and_inside_the_picture()
    {
        var rect = from x in Gen.Choose(0, Side - 1)
                   from y in Gen.Choose(0, Side - 1)
                   from w in Gen.Choose(0, Side - x)
                   from h in Gen.Choose(0, Math.Min(Side - y, 40))
                   select new DamageRect((uint)x, (uint)y, (uint)w, (uint)h);
        var lists = Gen.ListOf(Gen.Choose(0, 120).SelectMany(n => Gen.ArrayOf(rect, n)), 4);
        Prop.ForAll(lists.ToArbitrary(), added =>
        {
            var merger = new DamageMerger();
            var list = new DamageList();
            var want = new bool[Side * Side];
            foreach (var rects in added)
            {
                merger.Add(list, rects);
                foreach (var r in rects)
                {
                    Paint(want, r);
                }
            }

            var have = new bool[Side * Side];
            foreach (var r in list.Rects)
            {
                Assert.True(r.Width > 0 && r.Height > 0 && r.X + r.Width <= Side && r.Y + r.Height <= Side);
                Paint(have, r);
            }

            Assert.True(list.Rects.Length <= DamageMerger.Limit && !list.IsEverything);
            return !want.Where((wanted, i) => wanted && !have[i]).Any();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Neighbours_become_one_and_strangers_stay_apart()
    {
        var merger = new DamageMerger();
        var list = new DamageList();
        merger.Add(list, [new(0, 0, 100, 10), new(0, 10, 100, 10), new(1000, 900, 50, 50)]);
        Assert.Equal([new(0, 0, 100, 20), new(1000, 900, 50, 50)], list.Rects.ToArray().OrderBy(r => r.X));
    }

    [Fact]
    public void Everything_swallows_all()
    {
        var merger = new DamageMerger();
        var (all, some) = (new DamageList(), new DamageList());
        all.SetEverything();
        some.Add(new DamageRect(1, 2, 3, 4));
        merger.Add(some, all);
        Assert.True(some.IsEverything);
        merger.Add(some, [new(0, 0, 1, 1)]);
        Assert.True(some.IsEverything);
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        var merger = new DamageMerger();
        var list = new DamageList();
        var random = new Random(7);
        var rects = Enumerable.Range(0, 300).Select(_ => new DamageRect((uint)random.Next(1000), (uint)random.Next(1000), 20, 20)).ToArray();
        merger.Add(list, rects);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            merger.Add(list, rects);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void Paint(bool[] cells, DamageRect r)
    {
        for (var y = r.Y; y < r.Y + r.Height; y++)
        {
            cells.AsSpan((int)((y * Side) + r.X), (int)r.Width).Fill(true);
        }
    }
}
