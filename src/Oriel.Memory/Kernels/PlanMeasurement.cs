using System.Diagnostics;

namespace Oriel.Memory.Kernels;

/// <summary>
/// Times copies as a relay makes them: a source that was just written, two frame buffers and two upload slots in turn, in steps as frames are handed over, the copy out right behind the copy in, so that what the
/// first one leaves in the cache, or takes from it, counts. One thread; 40 MiB while it lives.
/// </summary>
internal sealed unsafe class PlanMeasurement : IDisposable
{
    /// <summary>Time after which nothing more is measured.</summary>
    public const int BudgetMilliseconds = 20;

    /// <summary>The job that stands for those from <see cref="CopyPlan.MiddleBytes"/> on.</summary>
    public const int MiddleBytes = 2 << 20;

    /// <summary>The job that stands for those from <see cref="CopyPlan.LargeBytes"/> on: a frame of 1080p.</summary>
    public const int MostBytes = 8 << 20;

    private const int Sources = 1;
    private const int Buffers = 2;
    private const int Slots = 2;

    // Rows of a 4K picture.
    private const uint RowBytes = 16384;

    private readonly PixelBuffer _memory = PixelBuffer.Allocate((nuint)(Sources + Buffers + Slots) * MostBytes);
    private int _turn;

    /// <summary>Stopwatch ticks of one job in and out.</summary>
    public long Time(CopyKernel kernel, int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MostBytes);
        _turn++;
        var source = At(_turn % Sources);
        var buffer = At(Sources + (_turn % Buffers));
        var slot = At(Sources + Buffers + (_turn % Slots));
        // SAFETY: every part has MostBytes, and bytes is at most that; parts do not overlap.
        new Span<byte>(source, bytes).Fill((byte)_turn);
        var copy = KernelChoice.Function(kernel);
        var started = Stopwatch.GetTimestamp();
        Copy(buffer, source);
        Copy(slot, buffer);
        return Stopwatch.GetTimestamp() - started;

        void Copy(byte* to, byte* from)
        {
            for (var at = 0; at < bytes; at += (int)FrameCopy.ChunkBytes)
            {
                copy(to + at, RowBytes, from + at, RowBytes, RowBytes, FrameCopy.ChunkBytes / RowBytes);
                FrameCopy.FenceStores();
            }
        }

        byte* At(int part) => _memory.Address + ((nuint)part * MostBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
