using Oriel.Spice.Picture;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Picture;

/// <summary>The two pieces with loops of their own: LZ4 blocks and clip regions.</summary>
public sealed class LzAndClipTests
{
    [Fact]
    public void Matches_repeat_overlap_and_reach_into_earlier_blocks()
    {
        byte[] first = [.. Lz4Blocks.Sequence([1, 2, 3], distance: 3, length: 10), .. Lz4Blocks.Literals([9])];
        byte[] second = [.. Lz4Blocks.Sequence([], distance: 14, length: 4), .. Lz4Blocks.Sequence([7], distance: 1, length: 300), .. Lz4Blocks.Literals([8])];
        byte[] data = [0, 0, 0, (byte)first.Length, .. first, 0, 0, 0, (byte)second.Length, .. second];
        byte[] expected = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 9, 1, 2, 3, 1, 7, .. Enumerable.Repeat((byte)7, 300), 8];
        var output = new byte[expected.Length];
        Assert.True(Lz4.TryDecode(data, output));
        Assert.Equal(expected, output);
        Assert.False(Lz4.TryDecode(data, new byte[expected.Length + 1]));
        Assert.False(Lz4.TryDecode(data, new byte[expected.Length - 1]));
    }

    [Fact]
    public void Random_bytes_never_leave_the_output()
    {
        var random = new Random(3);
        var good = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var data = new byte[random.Next(40) + 4];
            random.NextBytes(data);
            (data[0], data[1], data[2], data[3]) = (0, 0, 0, (byte)random.Next(data.Length + 2));
            good += Lz4.TryDecode(data, new byte[random.Next(1, 60)]) ? 1 : 0;
        }

        Assert.InRange(good, 1, 19_999);
    }

    [Fact]
    public void Regions_cover_what_the_rectangles_cover_and_every_pixel_once()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var boxes = new (int Left, int Top, int Right, int Bottom)[random.Next(0, 30)];
            for (var i = 0; i < boxes.Length; i++)
            {
                var (x, y) = (random.Next(-5, 40), random.Next(-5, 40));
                boxes[i] = (x, y, x + random.Next(20), y + random.Next(20));
            }

            var region = new ClipRegion();
            var reader = new BodyReader(304, new Body().Clip(boxes).Done());
            region.Read(ref reader, Box.OfSize(40, 32));
            var count = new int[40 * 32];
            foreach (var box in region.Boxes)
            {
                for (var y = box.Top; y < box.Bottom; y++)
                {
                    for (var x = box.Left; x < box.Right; x++)
                    {
                        count[(y * 40) + x]++;
                    }
                }
            }

            for (var i = 0; i < count.Length; i++)
            {
                Assert.Equal(boxes.Any(b => i % 40 >= b.Left && i % 40 < b.Right && i / 40 >= b.Top && i / 40 < b.Bottom) ? 1 : 0, count[i]);
            }
        }
    }

    [Fact]
    public void A_clip_list_made_to_cost_time_is_refused_in_time()
    {
        // 20,000 rectangles, each over all others, each beginning one row... no band order anywhere: two hundred million steps if they were taken apart.
        var clip = Enumerable.Range(0, 20_000).Select(i => (i % 97, i % 8000, 16000 - (i % 89), 16000 - (i % 7919))).ToArray();
        var rig = new PictureRig();
        rig.Send(314, Body.SurfaceCreate(0, 8192, 8192));
        var body = new Body().Base((0, 0, 8192, 8192), clip).Solid(1).U16(8).NoMask().Done();
        var watch = OwnClock.Start();
        var failure = Assert.Throws<SpiceException>(() => rig.Send(302, body));
        Assert.Contains("20000 clip rectangles", failure.Message, StringComparison.Ordinal);
        Assert.True(watch.OwnMs < 2000, $"{watch}");
    }
}
