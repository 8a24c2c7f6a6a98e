using FsCheck;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Consumer;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>
/// Random frames with true damage on a small picture, random slots, drops, spoiled copies, gaps, repeats and format changes: every slot that was filled shows the
/// producer's picture exactly, though only its stale parts were copied; and what the sink is told covers every pixel that differs from what it had.
/// </summary>
public sealed class DamageTrackerTests
{
    private const int Slots = 3;
    private const uint Side = 24;

    public enum Fate
    {
        Published,
        NoSlot,
        Spoiled,
        Superseded,
        Missed,
        Repeated,
        Resized,
        NewSession,
        NewBuffer,
    }

    [Fact]
    public void Every_slot_shows_the_truth_after_it_was_filled()
    {
        var fate = Gen.Frequency(
            (10, Gen.Constant(Fate.Published)), (2, Gen.Constant(Fate.NoSlot)), (1, Gen.Constant(Fate.Spoiled)), (2, Gen.Constant(Fate.Superseded)),
            (1, Gen.Constant(Fate.Missed)), (1, Gen.Constant(Fate.Repeated)), (1, Gen.Constant(Fate.Resized)), (1, Gen.Constant(Fate.NewSession)), (1, Gen.Constant(Fate.NewBuffer)));
        var rect = from x in Gen.Choose(0, (int)Side - 1) from y in Gen.Choose(0, (int)Side - 1) from w in Gen.Choose(0, 6) from h in Gen.Choose(0, 6) select new DamageRect((uint)x, (uint)y, (uint)w, (uint)h);
        var count = Gen.Frequency((12, Gen.Choose(1, 6)), (1, Gen.Choose(20, 64)), (1, Gen.Constant(0)));
        var step = from f in fate from slot in Gen.Choose(0, Slots - 1) from n in count from rects in rect.ArrayOf(n) select (f, slot, rects);
        var partial = 0;
        Prop.ForAll(Arb.From(step.ArrayOf(60), _ => []), steps =>
        {
            partial += new Story().Play(steps);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261121, 3));
        Assert.True(partial > 1000, $"only {partial} fills were partial: the test proves nothing");
    }

    [Theory]
    [InlineData(1u, 2u, 0u)]
    [InlineData(1u, 5u, 3u)]
    [InlineData(uint.MaxValue, 0u, 0u)]
    [InlineData(uint.MaxValue, 1u, 1u)]
    [InlineData(5u, 4u, 0u)]
    [InlineData(5u, 5u, 0u)]
    public void Gaps_are_counted_with_wrap_around(uint first, uint second, uint missed)
    {
        var tracker = new DamageTracker();
        var damage = new DamageList();
        damage.Add(new DamageRect(1, 1, 1, 1));
        tracker.Note(Frame(first), damage);
        tracker.Published();
        Assert.Equal(missed, tracker.Note(Frame(second), damage));
        // One step on, or the same frame again, is described by its damage; any other step breaks the chain.
        Assert.Equal(unchecked(second - first) > 1, tracker.SincePublished.IsEverything);
    }

    [Fact]
    public void A_repeat_counts_as_news_for_who_missed_the_first()
    {
        var tracker = new DamageTracker();
        var damage = new DamageList();
        tracker.Note(Frame(7), damage);
        Assert.False(tracker.IsRepeat(Frame(7)));
        tracker.Published();
        Assert.True(tracker.IsRepeat(Frame(7)));
        Assert.False(tracker.IsRepeat(Frame(7, Side / 2)));
        Assert.False(tracker.IsRepeat(Frame(8)));
        tracker.Reset();
        Assert.False(tracker.IsRepeat(Frame(7)));
    }

    /// <summary>A real header made by the real parser: there is no other way to get one.</summary>
    private static FrameHeader Frame(uint serial, uint height = Side)
    {
        var raw = new byte[1084];
        void Put(int offset, uint value) => BitConverter.TryWriteBytes(raw.AsSpan(offset), value);
        Put(4, serial);
        Put(8, (uint)FrameType.Bgra);
        Put(12, Side);
        Put(16, height);
        Put(20, Side);
        Put(24, height);
        Put(28, Side);
        Put(32, height);
        Put(40, Side);
        Put(44, Side * 4);
        Put(48, 4092);
        var bounds = new PayloadBounds(65536, 65536, 1 << 20);
        Assert.True(FrameHeaderParser.TryParse(20, raw, in bounds, out var frame, new DamageList(), out var reject), reject.ToString());
        return frame;
    }

    private sealed class Story
    {
        private readonly DamageTracker _tracker = new();
        private readonly FrameSlot[] _slots = [.. Enumerable.Range(0, Slots).Select(i => new FrameSlot { Index = i })];
        private readonly int[][] _content = [.. Enumerable.Range(0, Slots).Select(_ => new int[(int)(Side * Side)])];
        private readonly int[] _truth = new int[(int)(Side * Side)];
        private readonly int[] _shown = new int[(int)(Side * Side)];
        private uint _serial = uint.MaxValue - 10;
        private uint _height = Side;
        private int _paint;
        private (uint Serial, uint Height)? _noted;

        public int Play((Fate Fate, int Slot, DamageRect[] Rects)[] steps)
        {
            var partial = 0;
            foreach (var (fate, index, rects) in steps)
            {
                var damage = new DamageList();
                switch (fate)
                {
                    case Fate.Resized:
                        _height = _height == Side ? Side / 2 : Side;
                        Paint(new DamageRect(0, 0, Side, _height));
                        damage.SetEverything();
                        break;
                    case Fate.NewSession:
                        _tracker.Reset();
                        _noted = null;
                        _serial += 1000;
                        Paint(new DamageRect(0, 0, Side, _height));
                        // The worst case: a producer that claims a small damage for its first frame.
                        damage.Add(new DamageRect(0, 0, 1, 1));
                        break;
                    case Fate.NewBuffer:
                        Array.Fill(_content[index], -1);
                        _slots[index].Stale.SetEverything();
                        Draw(rects, damage);
                        break;
                    case Fate.Repeated:
                        Assert.Equal(_noted == (_serial, _height) && !_tracker.IsBehind, _tracker.IsRepeat(Frame(_serial, _height)));
                        continue;
                    default:
                        Draw(rects, damage);
                        break;
                }

                _serial = unchecked(_serial + 1);
                if (fate == Fate.Missed)
                {
                    continue;
                }

                _tracker.Note(Frame(_serial, _height), damage);
                _noted = (_serial, _height);
                partial += Deliver(fate, index);
            }

            return partial;
        }

        private int Deliver(Fate fate, int index)
        {
            if (fate is Fate.NoSlot or Fate.Superseded)
            {
                return 0;
            }

            var slot = _slots[index];
            var stale = _tracker.Prepare(slot);
            var partial = stale.IsEverything ? 0 : 1;
            if (fate == Fate.Spoiled)
            {
                Array.Fill(_content[index], -2);
                _tracker.Spoiled(slot);
                return 0;
            }

            ForEach(stale, i => _content[index][i] = _truth[i]);
            _tracker.Filled(slot);
            var pixels = (int)(Side * _height);
            Assert.True(_content[index].AsSpan(0, pixels).SequenceEqual(_truth.AsSpan(0, pixels)), $"slot {index} is wrong");
            Assert.True(slot.Stale.IsEmpty);

            // What the sink is told, applied to what it had, gives the picture.
            ForEach(_tracker.SincePublished, i => _shown[i] = _truth[i]);
            Assert.True(_shown.AsSpan(0, pixels).SequenceEqual(_truth.AsSpan(0, pixels)), "the damage told does not cover the change");
            _tracker.Published();
            return partial;
        }

        private void Draw(DamageRect[] rects, DamageList damage)
        {
            if (rects.Length == 0)
            {
                Paint(new DamageRect(0, 0, Side, _height));
                damage.SetEverything();
                return;
            }

            foreach (var rect in rects)
            {
                var clipped = FrameGeometry.Clip(rect, Side, _height);
                Paint(clipped);
                damage.Add(clipped);
            }
        }

        private void Paint(DamageRect rect)
        {
            _paint++;
            for (var y = rect.Y; y < rect.Y + rect.Height; y++)
            {
                _truth.AsSpan((int)((y * Side) + rect.X), (int)rect.Width).Fill(_paint);
            }
        }

        private void ForEach(DamageList list, Action<int> pixel)
        {
            DamageRect[] rects = list.IsEverything ? [new DamageRect(0, 0, Side, _height)] : list.Rects.ToArray();
            foreach (var rect in rects)
            {
                for (var y = rect.Y; y < rect.Y + rect.Height; y++)
                {
                    for (var x = rect.X; x < rect.X + rect.Width; x++)
                    {
                        pixel((int)((y * Side) + x));
                    }
                }
            }
        }
    }
}
