using System.Diagnostics;
using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Upload;

/// <summary>What of a frame is uploaded: all that is damaged, hardly anything else, in few calls.</summary>
public sealed class UploadPlanTests
{
    private const int Width = 3840;
    private const int Height = 2160;
    private readonly UploadPlan _plan = new();

    [Fact]
    public void A_window_that_moves_goes_once_though_its_old_and_new_places_overlap()
    {
        foreach (var (dx, dy) in new[] { (3, 0), (3, 2), (40, 30), (200, 150), (399, 299), (900, 0), (0, -7) })
        {
            Make(new DamageRect(1000, 800, 400, 300), new DamageRect((uint)(1000 + dx), (uint)(800 + dy), 400, 300));
            var overlap = Math.Max(0, 400 - Math.Abs(dx)) * Math.Max(0, 300 - Math.Abs(dy));
            var damaged = (2 * 400 * 300) - overlap;
            var sent = Sent();
            Assert.True(sent <= damaged * 1.13, $"moved by {dx}, {dy}: {sent} pixels for {damaged} damaged ones");
            Assert.InRange(_plan.Parts.Length, 1, 3);
        }
    }

    [Fact]
    public void Neighbours_become_one_upload_and_distant_parts_do_not()
    {
        // The rows of a terminal, one rectangle each.
        Make([.. Enumerable.Range(0, 20).Select(i => new DamageRect(100, (uint)(100 + (i * 16)), 600, 16))]);
        Assert.Equal(new DamageRect(100, 100, 600, 320), Assert.Single(_plan.Parts.ToArray()));

        Make(new DamageRect(0, 0, 200, 200), new DamageRect(3000, 2000, 200, 200));
        Assert.Equal(2, _plan.Parts.Length);
    }

    [Fact]
    public void Everything_is_one_upload_where_the_parts_cost_as_much_and_only_there()
    {
        var all = new DamageList();
        all.SetEverything();
        _plan.Make(all, Width, Height);
        Assert.Equal(new DamageRect(0, 0, Width, Height), Assert.Single(_plan.Parts.ToArray()));

        // Every second row.
        Make(400, 64, [.. Enumerable.Range(0, 32).Select(i => new DamageRect(0, (uint)(i * 2), 400, 1))]);
        Assert.Equal(new DamageRect(0, 0, 400, 64), Assert.Single(_plan.Parts.ToArray()));

        // Six tenths of the picture are not all of it.
        Make(new DamageRect(0, 0, Width, Height * 6 / 10));
        Assert.Equal((long)Width * Height * 6 / 10, Sent());

        Make();
        Assert.True(_plan.Parts.IsEmpty);
    }

    [Fact]
    public void Rectangles_outside_the_picture_are_cut_off()
    {
        Make(100, 50, new DamageRect(90, 40, uint.MaxValue, uint.MaxValue), new DamageRect(uint.MaxValue, 0, 5, 5), new DamageRect(0, 50, 5, 5));
        Assert.Equal(new DamageRect(90, 40, 10, 10), Assert.Single(_plan.Parts.ToArray()));
    }

    [Fact]
    public void Every_damaged_pixel_is_uploaded_and_few_others_whatever_the_list()
    {
        const int width = 320;
        const int height = 200;
        var random = new Random(5);
        var damaged = new bool[width * height];
        var sent = new int[width * height];
        for (var round = 0; round < 1500; round++)
        {
            var rects = new DamageRect[random.Next(1, 65)];
            var largest = random.Next(2, width);
            for (var i = 0; i < rects.Length; i++)
            {
                rects[i] = new DamageRect((uint)random.Next(width), (uint)random.Next(height), (uint)random.Next(1, largest), (uint)random.Next(1, Math.Min(largest, height)));
            }

            Make(width, height, rects);
            Array.Clear(damaged);
            Array.Clear(sent);
            foreach (var rect in rects)
            {
                ForEach(FrameGeometry.Clip(rect, width, height), at => damaged[at] = true);
            }

            foreach (var part in _plan.Parts)
            {
                Assert.True(part.X + part.Width <= width && part.Y + part.Height <= height);
                ForEach(part, at => sent[at]++);
            }

            var count = damaged.Count(d => d);
            for (var i = 0; i < damaged.Length; i++)
            {
                Assert.True(!damaged[i] || sent[i] > 0, $"round {round}: pixel {i % width}, {i / width} is damaged and stays");
            }

            // No dearer than all of it, nor than each rectangle by itself.
            var cost = Sent() + ((long)_plan.Parts.Length * UploadPlan.CallPixels);
            var separate = rects.Sum(r => FrameGeometry.Clip(r, width, height) is var c ? ((long)c.Width * c.Height) + UploadPlan.CallPixels : 0);
            Assert.True(cost <= ((long)width * height) + UploadPlan.CallPixels, $"round {round}: {cost}");
            Assert.True(cost <= separate + (2 * UploadPlan.CallPixels) || cost <= count * 5 / 4, $"round {round}: {cost} instead of {separate}");
        }
    }

    [Fact]
    public void The_worst_lists_end_soon()
    {
        // Crossing bars are what falls into most pieces.
        var rects = new List<DamageRect>();
        for (var i = 0; i < 32; i++)
        {
            rects.Add(new DamageRect((uint)(i * 100), 0, 50, Height));
            rects.Add(new DamageRect(0, (uint)(i * 60), Width, 40));
        }

        var damage = new DamageList();
        rects.ForEach(damage.Add);
        var steps = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
        {
            _plan.Make(damage, Width, Height);
        }

        // Not a promise of speed: without a bound on the pieces this takes minutes.
        Assert.True(steps.Elapsed < TimeSpan.FromSeconds(20), $"{steps.Elapsed.TotalMilliseconds} us a plan");
        Assert.True(Sent() <= (long)Width * Height);
    }

    private static void ForEach(DamageRect rect, Action<int> visit)
    {
        for (var y = rect.Y; y < rect.Y + rect.Height; y++)
        {
            for (var x = rect.X; x < rect.X + rect.Width; x++)
            {
                visit((int)((y * 320) + x));
            }
        }
    }

    private void Make(params DamageRect[] rects) => Make(Width, Height, rects);

    private void Make(uint width, uint height, params DamageRect[] rects)
    {
        var damage = new DamageList();
        foreach (var rect in rects)
        {
            damage.Add(rect);
        }

        _plan.Make(damage, width, height);
    }

    private long Sent()
    {
        var sum = 0L;
        foreach (var part in _plan.Parts)
        {
            sum += (long)part.Width * part.Height;
        }

        return sum;
    }
}
