using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Oriel.Memory;
using Oriel.Memory.Kernels;

namespace Oriel.Bench;

/// <summary>
/// <c>copy</c>: pixels into and out of a region by <see cref="FrameCopy"/>, fences and write pointer included, against glibc's memcpy of the same bytes. All variants take turns in
/// every round in a new random order, so that what else the machine does, and what the variant before left in the cache, hits them alike; medians are compared.
/// </summary>
internal static unsafe partial class CopyBench
{
    private const ulong PointerOffset = 4092;
    private const ulong PixelsOffset = 4096;
    private const int Buffers = 2;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds per shape.", DefaultValueFactory = _ => 41 };
        var all = new Option<bool>("--all") { Description = "All shapes instead of a 4K frame only." };
        var command = new Command("copy", "Frame copies in and out of shared memory, per kernel, as ratios to glibc's memcpy.") { rounds, all };
        command.SetAction(result => Run(result.GetValue(rounds), result.GetValue(all)));
        return command;
    }

    private static int Run(int rounds, bool all)
    {
        CopyKernel[] kernels = [.. Enum.GetValues<CopyKernel>().Where(KernelChoice.IsSupported)];
        foreach (var shape in all ? CopyShape.All : CopyShape.All[..1])
        {
            using var region = Region.CreateMemfd("oriel-bench", PixelsOffset + (Buffers * (shape.FrameBytes + PixelsOffset)));
            using var memory = PixelBuffer.Allocate((nuint)(Buffers * shape.FrameBytes));
            region.WriteUInt32(0, 1);
            var variants = kernels.Length + 1;
            var times = Enumerable.Range(0, 2 * variants).Select(_ => new long[rounds]).ToArray();
            var order = Enumerable.Range(0, 2 * variants).ToArray();
            var random = new Random(1);
            for (var round = -2; round < rounds; round++)
            {
                random.Shuffle(order);
                foreach (var which in order)
                {
                    var kernel = which / 2 == 0 ? (CopyKernel?)null : kernels[(which / 2) - 1];
                    var taken = Measure(region, memory, shape, kernel, isIn: which % 2 == 0, random.Next(Buffers));
                    if (round >= 0)
                    {
                        times[which][round] = taken;
                    }
                }
            }

            Print(shape, kernels, times);
        }

        return 0;
    }

    private static long Measure(Region region, PixelBuffer memory, CopyShape shape, CopyKernel? kernel, bool isIn, int buffer)
    {
        // The second buffer's write pointer has a page of its own, as a producer would lay it out.
        var start = (ulong)buffer * (((shape.FrameBytes + 4095) & ~4095UL) + 4096);
        start = Math.Min(start, region.Length - PixelsOffset - shape.FrameBytes) & ~4095UL;
        var offset = (nuint)((ulong)buffer * shape.FrameBytes);
        var frame = new FrameExtent(start + PointerOffset, start + PixelsOffset, shape.PitchBytes, shape.PitchBytes, shape.Rows);
        ReadOnlySpan<ByteRect> rects = [shape.Rect];
        var limits = new FollowLimits(long.MaxValue, 0, 1);
        if (kernel is null)
        {
            var shared = region.WritableRange(frame.PixelsOffset, shape.FrameBytes) + shape.Rect.XBytes + ((nuint)shape.Rect.Y * shape.PitchBytes);
            var own = memory.Address + offset + shape.Rect.XBytes + ((nuint)shape.Rect.Y * shape.PitchBytes);
            return isIn ? TimeGlibc(shared, own, shape) : TimeGlibc(own, shared, shape);
        }

        if (isIn)
        {
            region.WriteUInt32(frame.WritePointerOffset, 0);
            var begun = Stopwatch.GetTimestamp();
            FrameCopy.Fill(region, frame, memory, offset, shape.PitchBytes, rects, kernel.Value);
            return Stopwatch.GetTimestamp() - begun;
        }

        region.WriteUInt32(frame.WritePointerOffset, uint.MaxValue);
        var started = Stopwatch.GetTimestamp();
        FrameCopy.Follow(region, frame, memory, offset, shape.PitchBytes, rects, limits, kernel.Value);
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

    private static void Print(CopyShape shape, CopyKernel[] kernels, long[][] times)
    {
        Console.WriteLine($"{shape.Name}: {shape.Bytes} bytes, {times[0].Length} rounds; ratio to glibc of the medians and of the best rounds");
        Console.WriteLine($"  {"variant",-24} {"in us",8} {"GB/s",5} {"median",7} {"best",6}   {"out us",8} {"GB/s",5} {"median",7} {"best",6}");
        for (var i = 0; i < times.Length / 2; i++)
        {
            var name = i == 0 ? "glibc memcpy" : kernels[i - 1] == CopyKernel.Auto ? $"Auto ({KernelChoice.Resolve(CopyKernel.Auto, shape.Bytes)})" : kernels[i - 1].ToString();
            Console.WriteLine($"  {name,-24} {Column(shape, times[2 * i], times[0])}   {Column(shape, times[(2 * i) + 1], times[1])}");
        }
    }

    private static string Column(CopyShape shape, long[] times, long[] glibc)
    {
        var median = Median(times);
        return $"{median / 1000,8:F1} {shape.Bytes / median,5:F1} {Median(glibc) / median,6:F2}x {(double)glibc.Min() / times.Min(),5:F2}x";
    }

    private static double Median(long[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    // The yardstick itself, called by name.
#pragma warning disable SYSLIB1054
    [DllImport("libc.so.6")]
    private static extern void* memcpy(void* destination, void* source, nuint bytes);
#pragma warning restore SYSLIB1054
}
