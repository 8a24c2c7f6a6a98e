using System.Diagnostics;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows.Direct;

/// <summary>
/// Has the GPU write a pattern into a frame buffer nobody uses and compares it byte by byte: a driver that says yes and writes somewhere else, or to nowhere, is found out
/// before a viewer sees it. Bands of rows at both ends of the picture are tried, with columns left out on both sides that must stay as they were.
/// </summary>
internal static class DirectTrial
{
    /// <summary>A first copy loads code and pages: it gets longer than later ones.</summary>
    public const long LimitNs = 2_000_000_000;

    private const int BandRows = 64;

    /// <summary>A multiple of three texels of four bytes is a multiple of four pixels of three bytes: margins cut neither.</summary>
    private const int MostMarginTexels = 12;

    /// <summary>Null when every byte arrived where it belongs, else what is wrong.</summary>
    /// <param name="link">The way into the region.</param>
    /// <param name="source">What will be captured: decides format and size.</param>
    /// <param name="target">The region.</param>
    /// <param name="place">A buffer set aside for this.</param>
    public static string? Run(DirectLink link, ITextureSource source, DirectTarget target, in FrameBufferPlace place)
    {
        var (width, height, format) = (source.Texture.Width, source.Texture.Height, source.Texture.Format);
        var result = DirectMemory.TryCreate(link, width, height, format, out var memory);
        if (memory is null)
        {
            return $"a shared texture of {width}x{height} was refused: {result}";
        }

        try
        {
            var type = source.Mode.Type;
            var pitch = FramePitch.For(type, (uint)source.Mode.Width);
            var rows = (int)Math.Min((ulong)height, place.Bytes / pitch);
            var frame = new FrameTarget(place, type, (uint)source.Mode.Width, (uint)rows, pitch);
            return rows == 0 ? "not one row fits a frame buffer" : Compare(link, memory, target, frame, new Random(unchecked((int)Stopwatch.GetTimestamp())));
        }
        finally
        {
            memory.Dispose();
        }
    }

    private static string? Compare(DirectLink link, DirectMemory memory, DirectTarget target, in FrameTarget frame, Random random)
    {
        var texelBytes = (int)memory.TexelBytes;
        var rowBytes = memory.Texture.Width * texelBytes;
        var margin = Math.Min(MostMarginTexels, memory.Texture.Width / 4 / 3 * 3);
        if (rowBytes > frame.PitchBytes)
        {
            return $"rows of {rowBytes} bytes do not fit a pitch of {frame.PitchBytes}";
        }

        var rows = (int)frame.Rows;
        Span<int> starts = rows > 2 * BandRows ? [0, rows - BandRows] : [0];
        var band = starts.Length == 2 ? BandRows : rows;
        var pattern = new byte[rowBytes * band];
        var guard = new byte[rowBytes];
        var seen = new byte[rowBytes];
        random.NextBytes(pattern);
        random.NextBytes(guard);
        foreach (var first in starts)
        {
            for (var y = 0; y < band; y++)
            {
                target.Region.CopyIn(Offset(frame, first + y), guard);
            }

            link.Source.Context.Update(memory.Texture, new PixelRect(0, first, memory.Texture.Width, first + band), pattern, rowBytes);
        }

        var result = link.SignalCaptured(out var mark);
        memory.CapturedMark = mark;
        if (result.IsSuccess)
        {
            result = CopyBands(memory, frame, starts, band, margin);
        }

        if (result.IsFailure)
        {
            return result.Value == HResultCodes.WaitTimeout ? $"the GPU did not finish the test copy within {LimitNs / 1_000_000} ms" : $"the test copy failed: {result}";
        }

        long wrong = 0;
        foreach (var first in starts)
        {
            for (var y = 0; y < band; y++)
            {
                target.Region.CopyOut(Offset(frame, first + y), seen);
                var drawn = pattern.AsSpan(y * rowBytes, rowBytes);
                guard.AsSpan(0, margin * texelBytes).CopyTo(drawn);
                guard.AsSpan(rowBytes - (margin * texelBytes)).CopyTo(drawn[^(margin * texelBytes)..]);
                wrong += CountDifferences(seen, drawn);
            }
        }

        return wrong == 0 ? null : $"the GPU's test pattern did not arrive in the shared memory: {wrong} of {(long)rowBytes * band * starts.Length} bytes differ";
    }

    private static HResult CopyBands(DirectMemory memory, in FrameTarget frame, ReadOnlySpan<int> starts, int band, int marginTexels)
    {
        // In pixels, because that is what a filler is asked for; margins of whole texels and pixels both, so that neither is cut.
        var pixelBytes = FrameGeometry.BytesPerPixel(frame.Type);
        Span<DamageRect> rects = stackalloc DamageRect[starts.Length];
        var left = ((uint)marginTexels * memory.TexelBytes) / pixelBytes;
        var right = (((uint)memory.Texture.Width - (uint)marginTexels) * memory.TexelBytes) / pixelBytes;
        for (var i = 0; i < starts.Length; i++)
        {
            rects[i] = new DamageRect(left, (uint)starts[i], right - left, (uint)band);
        }

        return memory.Copy(frame, rects, LimitNs);
    }

    private static ulong Offset(in FrameTarget frame, int row) => frame.Place.PixelsOffset + ((ulong)row * frame.PitchBytes);

    private static long CountDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var count = 0L;
        for (var i = 0; i < a.Length; i++)
        {
            count += a[i] == b[i] ? 0 : 1;
        }

        return count;
    }
}
