using System.Diagnostics;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.SelfTest;

/// <summary>Runs a texture source through the real staging delivery, two images in turn as the capture loop does, and compares what arrives.</summary>
internal sealed class DeliveryTrial(ITextureSource source) : IDisposable
{
    private const double PatienceSeconds = 10;

    /// <summary>A row that is wrong fails the trial.</summary>
    /// <param name="y">Row.</param>
    /// <param name="row">Its bytes, without padding.</param>
    public delegate bool RowCheck(int y, ReadOnlySpan<byte> row);

    private readonly DamageMerger _merger = new();
    private readonly DamageList _changed = new();
    private D3D11Query? _painted;

    /// <summary>Time from issuing the copy until the pixels could be read, all frames.</summary>
    public TimeSpan Delivering { get; private set; }

    /// <summary>Time to read every byte delivered, all frames.</summary>
    public TimeSpan Reading { get; private set; }

    /// <summary>Bytes copied into staging textures.</summary>
    public long CopiedBytes { get; private set; }

    /// <summary>Managed bytes allocated per frame once warm.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>What was wrong; null = nothing.</summary>
    public string? Run(int frames, RowCheck check)
    {
        // Not disposed of: the source belongs to the caller.
        var backend = new StagingBackend(source);
        using var first = backend.TryCreateImage();
        using var second = backend.TryCreateImage();
        if (first is null || second is null)
        {
            return $"no staging texture: {source.Device.RemovedReason}";
        }

        CaptureImage[] images = [first, second];
        var warm = Math.Min(4, frames - 1);
        var allocated = 0L;
        for (var frame = 0; frame < frames; frame++)
        {
            if (frame == warm)
            {
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }

            if (Frame(backend, images, images[frame % 2], check) is { } problem)
            {
                return $"frame {frame}: {problem}";
            }
        }

        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _painted?.Dispose();

    /// <summary>Waits until the GPU has painted the source's picture: what is measured is the delivery.</summary>
    private bool AwaitPainting()
    {
        if (_painted is null && source.Device.TryCreateEventQuery(out _painted).IsFailure)
        {
            return false;
        }

        source.Device.Context.End(_painted!);
        source.Device.Context.Flush();
        var started = Stopwatch.GetTimestamp();
        HResult answer;
        while ((answer = source.Device.Context.Poll(_painted!)) == HResultCodes.False && Stopwatch.GetElapsedTime(started).TotalSeconds < PatienceSeconds)
        {
            MonotonicWait.Until(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 20_000));
        }

        return answer == HResultCodes.Ok;
    }

    private string? Frame(StagingBackend backend, CaptureImage[] images, CaptureImage image, RowCheck check)
    {
        _changed.Clear();
        if (backend.Wait(0, _changed) != CaptureOutcome.Changed)
        {
            return "the source did not change";
        }

        foreach (var each in images)
        {
            _merger.Add(each.Stale, _changed);
        }

        CountBytes(image);
        if (!AwaitPainting())
        {
            return $"the GPU does not answer: {source.Device.RemovedReason}";
        }

        var started = Stopwatch.GetTimestamp();
        if (backend.Capture(image, image.Stale) != CaptureOutcome.Changed || !image.Memory.TryMap(out var pixels, out var pitchBytes))
        {
            return $"the device was lost: {source.Device.RemovedReason}";
        }

        image.Stale.Clear();
        Delivering += Stopwatch.GetElapsedTime(started);
        var mode = image.Mode;
        var rowBytes = (int)FrameGeometry.RowBytes(mode.Type, (uint)mode.Width);
        started = Stopwatch.GetTimestamp();
        var wrong = -1;
        for (var y = 0; y < mode.Height && wrong < 0; y++)
        {
            wrong = check(y, pixels.AsSpan((nuint)y * pitchBytes, rowBytes)) ? -1 : y;
        }

        Reading += Stopwatch.GetElapsedTime(started);
        image.Memory.Unmap();
        return wrong < 0 ? null : $"row {wrong} is wrong";
    }

    private void CountBytes(CaptureImage image)
    {
        if (image.Stale.IsEverything)
        {
            CopiedBytes += (long)image.Mode.Width * image.Mode.Height * 4;
            return;
        }

        foreach (ref readonly var rect in image.Stale.Rects)
        {
            CopiedBytes += (long)rect.Width * rect.Height * 4;
        }
    }
}
