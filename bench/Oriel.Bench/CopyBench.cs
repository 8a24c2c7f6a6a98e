using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Oriel.Memory;
using Oriel.Memory.Kernels;

namespace Oriel.Bench;

/// <summary>
/// <c>copy</c>: pixels into and out of a region by <see cref="FrameCopy"/>, fences and write pointer included, against two limits of the machine taken in the same run: its best
/// non-temporal copy of the same bytes between two pieces of plain memory, and glibc's memcpy. All variants take turns in every round in a new random order, so that what else the
/// machine does, and what the variant before left in the cache, hits them alike; medians are compared.
/// </summary>
internal static unsafe partial class CopyBench
{
    private const ulong PointerOffset = 4092;
    private const ulong PixelsOffset = 4096;
    private const int Buffers = 2;
    private const string Comparison = "compare, nothing changed";

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds per shape.", DefaultValueFactory = _ => 41 };
        var all = new Option<bool>("--all") { Description = "All shapes instead of a 4K frame only." };
        var json = Figure.JsonOption();
        var command = new Command("copy", "Frame copies in and out of shared memory, per kernel, against the best non-temporal copy and glibc's memcpy.") { rounds, all, json };
        command.SetAction(result =>
        {
            CopyPlan.Measure();
            Console.WriteLine($"{Machine.Describe()}; copy plan: {CopyPlan.Current.Description}");
            var figures = new List<Figure>();
            foreach (var shape in result.GetValue(all) ? CopyShape.All : CopyShape.All[..1])
            {
                Run(shape, result.GetValue(rounds), figures);
            }

            Figure.Write(result.GetValue(json), figures);
            return 0;
        });
        return command;
    }

    private static void Run(CopyShape shape, int rounds, List<Figure> figures)
    {
        using var region = Region.CreateMemfd("oriel-bench", PixelsOffset + (Buffers * (shape.FrameBytes + PixelsOffset)));
        using var memory = PixelBuffer.Allocate((nuint)(Buffers * shape.FrameBytes));
        using var other = PixelBuffer.Allocate((nuint)(Buffers * shape.FrameBytes));
        region.WriteUInt32(0, 1);
        // A copy from fresh memory reads the one page of zeros over and over.
        memory.AsSpan(0, (int)memory.Length).Fill(3);
        other.AsSpan(0, (int)other.Length).Fill(5);

        var variants = new List<CopyVariant>();
        foreach (var kernel in Enum.GetValues<CopyKernel>().Where(KernelChoice.IsSupported))
        {
            var name = kernel == CopyKernel.Auto ? $"Auto ({KernelChoice.Resolve(CopyKernel.Auto, shape.Bytes, shape.Rect.WidthBytes == shape.PitchBytes)})" : kernel.ToString();
            variants.Add(new CopyVariant(name, rounds, b => In(region, memory, shape, kernel, b), b => Out(region, memory, shape, kernel, b)));
        }

        variants.Add(new CopyVariant("glibc memcpy", rounds, b => TimeGlibc(Shared(region, shape, b), Own(memory, shape, b), shape), b => TimeGlibc(Own(memory, shape, b), Shared(region, shape, b), shape)));
        foreach (var kernel in (CopyKernel[])[CopyKernel.Avx2NonTemporal, CopyKernel.Avx512NonTemporal])
        {
            if (KernelChoice.IsSupported(kernel))
            {
                variants.Add(new CopyVariant($"plain memory, {kernel}", rounds, b => Plain(other, memory, shape, kernel, b), b => Plain(memory, other, shape, kernel, b)) { IsLimit = true });
            }
        }

        using var first = PixelBuffer.Allocate((nuint)shape.FrameBytes);
        using var second = PixelBuffer.Allocate((nuint)shape.FrameBytes);
        first.AsSpan(0, (int)first.Length).Fill(9);
        second.AsSpan(0, (int)second.Length).Fill(9);
        var cells = new byte[(shape.PitchBytes / RowDifference.CellBytes) + 1];
        variants.Add(new CopyVariant(Comparison, rounds, _ => Compare(first, second, shape, cells), _ => Compare(second, first, shape, cells)));
        TakeTurns(variants, rounds);
        Print(shape, variants, figures);
    }

    private static long Compare(PixelBuffer one, PixelBuffer other, CopyShape shape, byte[] cells)
    {
        var started = Stopwatch.GetTimestamp();
        var differs = false;
        for (var y = shape.Rect.Y; y < shape.Rect.Y + shape.Rect.Height; y++)
        {
            var offset = ((nuint)y * shape.PitchBytes) + shape.Rect.XBytes;
            differs |= RowDifference.Mark(one, offset, other, offset, (int)shape.Rect.WidthBytes, cells);
        }

        var taken = Stopwatch.GetTimestamp() - started;
        return differs ? throw new InvalidOperationException("equal pictures differ") : taken;
    }

    private static void TakeTurns(List<CopyVariant> variants, int rounds)
    {
        var order = Enumerable.Range(0, 2 * variants.Count).ToArray();
        var random = new Random(1);
        for (var round = -2; round < rounds; round++)
        {
            random.Shuffle(order);
            foreach (var which in order)
            {
                variants[which / 2].Run(round, isIn: which % 2 == 0, random.Next(Buffers));
            }
        }
    }

    private static ulong Start(CopyShape shape, int buffer) => (ulong)buffer * (((shape.FrameBytes + 4095) & ~4095UL) + 4096);

    private static FrameExtent Frame(Region region, CopyShape shape, int buffer)
    {
        // The second buffer's write pointer has a page of its own, as a producer would lay it out.
        var start = Math.Min(Start(shape, buffer), region.Length - PixelsOffset - shape.FrameBytes) & ~4095UL;
        return new FrameExtent(start + PointerOffset, start + PixelsOffset, shape.PitchBytes, shape.PitchBytes, shape.Rows);
    }

    private static byte* Shared(Region region, CopyShape shape, int buffer) =>
        region.WritableRange(Frame(region, shape, buffer).PixelsOffset, shape.FrameBytes) + shape.Rect.XBytes + ((nuint)shape.Rect.Y * shape.PitchBytes);

    private static byte* Own(PixelBuffer memory, CopyShape shape, int buffer) =>
        memory.Address + ((nuint)buffer * (nuint)shape.FrameBytes) + shape.Rect.XBytes + ((nuint)shape.Rect.Y * shape.PitchBytes);

    private static long In(Region region, PixelBuffer memory, CopyShape shape, CopyKernel kernel, int buffer)
    {
        var frame = Frame(region, shape, buffer);
        ReadOnlySpan<ByteRect> rects = [shape.Rect];
        region.WriteUInt32(frame.WritePointerOffset, 0);
        var begun = Stopwatch.GetTimestamp();
        FrameCopy.Fill(region, frame, memory, (nuint)buffer * (nuint)shape.FrameBytes, shape.PitchBytes, rects, kernel);
        return Stopwatch.GetTimestamp() - begun;
    }

    private static long Out(Region region, PixelBuffer memory, CopyShape shape, CopyKernel kernel, int buffer)
    {
        var frame = Frame(region, shape, buffer);
        ReadOnlySpan<ByteRect> rects = [shape.Rect];
        var limits = new FollowLimits(long.MaxValue, 0, 1);
        region.WriteUInt32(frame.WritePointerOffset, uint.MaxValue);
        var started = Stopwatch.GetTimestamp();
        FrameCopy.Follow(region, frame, memory, (nuint)buffer * (nuint)shape.FrameBytes, shape.PitchBytes, rects, limits, kernel);
        return Stopwatch.GetTimestamp() - started;
    }

    private static long Plain(PixelBuffer to, PixelBuffer from, CopyShape shape, CopyKernel kernel, int buffer)
    {
        var copy = KernelChoice.Function(kernel);
        var started = Stopwatch.GetTimestamp();
        copy(Own(to, shape, buffer), shape.PitchBytes, Own(from, shape, buffer), shape.PitchBytes, shape.Rect.WidthBytes, shape.Rect.Height);
        FrameCopy.FenceStores();
        return Stopwatch.GetTimestamp() - started;
    }

    private static long TimeGlibc(byte* to, byte* from, CopyShape shape)
    {
        var started = Stopwatch.GetTimestamp();
        if (shape.Rect.WidthBytes == shape.PitchBytes)
        {
            memcpy(to, from, (nuint)shape.Bytes);
        }
        else
        {
            for (nuint y = 0; y < shape.Rect.Height; y++)
            {
                memcpy(to + (y * shape.PitchBytes), from + (y * shape.PitchBytes), shape.Rect.WidthBytes);
            }
        }

        return Stopwatch.GetTimestamp() - started;
    }

    private static void Print(CopyShape shape, List<CopyVariant> variants, List<Figure> figures)
    {
        var glibc = variants.Single(v => v.Name == "glibc memcpy");
        // Whichever of the plain copies was the fastest, in whichever direction: a limit that this machine has shown.
        var limits = variants.Where(v => v.IsLimit).ToArray();
        var limitNs = limits.Length == 0 ? double.NaN : limits.Min(v => Math.Min(v.In.Median, v.Out.Median));
        Console.WriteLine($"{shape.Name}: {shape.Bytes} bytes, {variants[0].Rounds} rounds; medians, quartiles, ratio to the best plain non-temporal copy and to glibc");
        Console.WriteLine($"  {"variant",-36} {"in us",8} {"(quartiles)",17} {"GB/s",5} {"limit",6} {"glibc",6}   {"out us",8} {"(quartiles)",17} {"GB/s",5} {"limit",6} {"glibc",6}");
        foreach (var variant in variants)
        {
            Console.WriteLine($"  {variant.Name,-36} {Column(variant.In, glibc.In)}   {Column(variant.Out, glibc.Out)}");
        }

        var comparison = variants.Single(v => v.Name == Comparison).In;
        figures.Add(new Figure($"{shape.Name}, compared with itself", comparison.Median / 1000, "us")
        {
            Ratio = comparison.Median / (2 * variants[0].In.Median), Limit = $"the two copies it saves where nothing changed, {Figure.Number(2 * variants[0].In.Median / 1000)} us",
            Low = comparison.Quartile / 1000, High = comparison.ThirdQuartile / 1000, Note = $"median of {variants[0].Rounds} rounds, spread: quartiles",
        });
        Add("into the region", variants[0].In, glibc.In);
        Add("out of the region", variants[0].Out, glibc.Out);

        string Column(Times times, Times plain) => string.Create(CultureInfo.InvariantCulture,
            $"{times.Median / 1000,8:F1} ({times.Quartile / 1000,7:F1}-{times.ThirdQuartile / 1000,7:F1}) {shape.Bytes / times.Median,5:F1} {limitNs / times.Median,5:F2}x {plain.Median / times.Median,5:F2}x");

        void Add(string way, Times times, Times plain)
        {
            var note = $"{CopyPlan.Current.Description}; median of {variants[0].Rounds} rounds, spread: quartiles";
            figures.Add(new Figure($"{shape.Name} {way}", shape.Bytes / times.Median, "GB/s")
            {
                Ratio = limitNs / times.Median, Limit = $"best non-temporal copy of plain memory, {Figure.Number(shape.Bytes / limitNs)} GB/s",
                Low = shape.Bytes / times.ThirdQuartile, High = shape.Bytes / times.Quartile, Note = note,
            });
            figures.Add(new Figure($"{shape.Name} {way}, against glibc", plain.Median / times.Median, "×")
            {
                Ratio = plain.Median / times.Median, Limit = $"glibc memcpy, {Figure.Number(shape.Bytes / plain.Median)} GB/s",
                Low = plain.Median / times.ThirdQuartile, High = plain.Median / times.Quartile, Note = note,
            });
        }
    }

    // The yardstick itself, called by name.
#pragma warning disable SYSLIB1054
    [DllImport("libc.so.6")]
    private static extern void* memcpy(void* destination, void* source, nuint bytes);
#pragma warning restore SYSLIB1054
}
