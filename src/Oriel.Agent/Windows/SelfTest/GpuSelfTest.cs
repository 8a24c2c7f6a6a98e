using System.Diagnostics;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Windows.SelfTest;

/// <summary>
/// Proves the way of pictures from a texture to memory on this machine: the product's own delivery and processor on patterns, every byte compared. Needs no desktop, no viewer
/// and no shared memory.
/// </summary>
/// <param name="gpu">Where the shader compiler is.</param>
/// <param name="width">Pixels of the pattern.</param>
/// <param name="height">Rows of the pattern.</param>
/// <param name="frames">Frames of each trial.</param>
internal sealed class GpuSelfTest(IGpuSystem gpu, int width, int height, int frames)
{
    private readonly List<SelfTestStep> _steps = [];

    /// <summary>Runs all steps on a device.</summary>
    public IReadOnlyList<SelfTestStep> Run(D3D11Device device)
    {
        _steps.Clear();
        Add("device", SelfTestVerdict.Passed, $"feature level {device.FeatureLevel >> 12}.{(device.FeatureLevel >> 8) & 15}, threads kept apart: {(device.IsMultithreadProtected ? "yes" : "no")}");
        if (!device.IsMultithreadProtected)
        {
            Add("threads", SelfTestVerdict.Failed, "the runtime does not keep the capture and publish threads apart");
        }

        Deliver(device, "whole frames", 0);
        Deliver(device, "changed rectangles", 12);
        Downsample(device);
        Pack(device);
        return _steps;
    }

    private void Deliver(D3D11Device device, string name, int rectsPerFrame)
    {
        using var source = new PatternTextureSource(device, width, height, rectsPerFrame);
        using var trial = new DeliveryTrial(source);
        var rowBytes = width * 4;
        var problem = trial.Run(frames, (y, row) => row.SequenceEqual(source.Expected.AsSpan(y * rowBytes, rowBytes)));
        if (problem is not null)
        {
            Add(name, SelfTestVerdict.Failed, problem);
            return;
        }

        var copyMs = MemoryCopyMs(trial.CopiedBytes);
        Add(name, SelfTestVerdict.Passed,
            $"{frames} frames of {width}x{height}, {trial.CopiedBytes >> 20} MiB, every byte compared; {trial.Delivering.TotalMilliseconds / frames:0.00} ms a frame until readable, "
            + $"{trial.Delivering.TotalMilliseconds / copyMs:0.00} times memcpy; {trial.AllocatedBytes} bytes allocated");
    }

    private void Downsample(D3D11Device device)
    {
        // Half the size exactly: each pixel is the mean of four, which rounding may move by one.
        var (wide, high) = (width / 2 * 2, height / 2 * 2);
        var options = new ProcessorOptions { Downsample = [new DownsampleRule(OrLarger: false, wide, high, wide / 2, high / 2)] };
        using var source = new PatternTextureSource(device, wide, high, 12);
        using var processor = TextureProcessor.Wrap(gpu, source, options);
        Process(processor, "down-sampling", (y, row) => MeanOfFour(source.Expected, wide * 4, y, row));
    }

    private void Pack(D3D11Device device)
    {
        using var source = new PatternTextureSource(device, width, height, 12);
        using var processor = TextureProcessor.Wrap(gpu, source, new ProcessorOptions { Pack24 = true });
        Process(processor, "packing to 24 bits", (y, row) =>
        {
            var expected = source.Expected.AsSpan(y * width * 4);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] != expected[(i / 3 * 4) + (i % 3)])
                {
                    return false;
                }
            }

            return true;
        });
    }

    private void Process(ITextureSource source, string name, DeliveryTrial.RowCheck check)
    {
        if (source is TextureProcessor { Problem: { Length: > 0 } refused })
        {
            Add(name, SelfTestVerdict.Skipped, refused.ReplaceLineEndings(" "));
            return;
        }

        using var trial = new DeliveryTrial(source);
        var problem = trial.Run(frames, check);
        Add(name, problem is null ? SelfTestVerdict.Passed : SelfTestVerdict.Failed,
            problem ?? $"{frames} frames, every byte compared; {trial.Delivering.TotalMilliseconds / frames:0.00} ms a frame until readable; {trial.AllocatedBytes} bytes allocated");
    }

    private static bool MeanOfFour(byte[] expected, int pitchBytes, int y, ReadOnlySpan<byte> row)
    {
        var upper = expected.AsSpan(y * 2 * pitchBytes);
        var lower = expected.AsSpan(((y * 2) + 1) * pitchBytes);
        for (var i = 0; i < row.Length; i++)
        {
            var at = (i / 4 * 8) + (i % 4);
            var mean = (upper[at] + upper[at + 4] + lower[at] + lower[at + 4]) / 4.0;
            if (Math.Abs(row[i] - mean) > 1)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Time the processor takes to copy as many bytes from one place to another, in pieces of a frame.</summary>
    private double MemoryCopyMs(long bytes)
    {
        var (from, to) = (new byte[width * height * 4], new byte[width * height * 4]);

        // Written once: pages nobody ever wrote to are all the same page.
        from.AsSpan().Fill(1);
        from.CopyTo(to, 0);
        var left = bytes;
        var started = Stopwatch.GetTimestamp();
        while (left > 0)
        {
            var piece = (int)Math.Min(left, from.Length);
            from.AsSpan(0, piece).CopyTo(to);
            left -= piece;
        }

        return Math.Max(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 0.001);
    }

    private void Add(string name, SelfTestVerdict verdict, string detail) => _steps.Add(new SelfTestStep(name, verdict, detail));
}
