using System.Globalization;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload.Direct;

/// <summary>
/// Whether a frame of some format, imported from a memory file, arrives byte by byte: a pattern of ours in a file of ours, with the width, type and pitch that the guest uses, imported, copied on the GPU, read
/// back and compared. Then the pattern changes and all of that happens again with the same import, which finds drivers that keep what they read first. Render role; a few milliseconds.
/// </summary>
internal static class ImportProof
{
    /// <summary>Rows tried; what a driver does wrong with a pitch it does wrong in the first few.</summary>
    private const uint MostRows = 256;

    /// <summary>Null when everything arrived; else what went wrong, for the log.</summary>
    /// <param name="gl">The current context's functions.</param>
    /// <param name="importer">What is tried.</param>
    /// <param name="blit">Copies and reads back.</param>
    /// <param name="frame">The format: type, width, rows and pitch count.</param>
    /// <param name="makeMemory">Makes a memory file of a size.</param>
    public static string? Try(GlFunctions gl, IDmaImporter importer, DirectBlit blit, in FrameHeader frame, Func<ulong, Region> makeMemory)
    {
        var rows = Math.Min(frame.DataHeight, MostRows);
        var page = (ulong)Environment.SystemPageSize;
        var size = (((ulong)rows * frame.PitchBytes) + page - 1) / page * page;
        try
        {
            using var memory = makeMemory(size);
            using var buffer = memory.CreateDmaBuffer(0, size);
            return importer.TryImport(buffer, frame, rows, out var reason) is { } texture ? Try(gl, importer, blit, frame, rows, memory, texture) : reason;
        }
        catch (OrielException refused)
        {
            return refused.Seen;
        }
    }

    private static string? Try(GlFunctions gl, IDmaImporter importer, DirectBlit blit, in FrameHeader sample, uint rows, Region memory, DmaTexture texture)
    {
        var storage = PixelStorage.Of(sample.Type);
        var (width, height) = ((int)sample.FrameWidth, (int)rows);
        var target = gl.CreateTexture(Texture2d);
        using var read = PixelBuffer.Allocate((nuint)rows * PixelStorage.SlotPitch(sample));
        try
        {
            gl.TextureStorage2D(target, 1, storage.InternalFormat, width, height);
            for (var round = 1; round <= 2; round++)
            {
                Draw(memory, sample, rows, round);
                if (!importer.TryRefresh(texture) || !blit.TryCopy(texture.Name, target, width, height, [new DamageRect(0, 0, (uint)width, (uint)height)]))
                {
                    return "the driver does not copy from an imported image";
                }

                blit.ReadBack(storage, width, height, read, PixelStorage.SlotPitch(sample));
                if (blit.HasFailed())
                {
                    return "the driver reported an error while it copied from an imported image";
                }

                if (FirstWrongRow(memory, sample, rows, read) is { } row)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"an imported {sample.FrameWidth}x{rows} {sample.Type} picture with a pitch of {sample.PitchBytes} bytes is wrong from row {row} on (try {round})");
                }
            }

            return null;
        }
        finally
        {
            gl.DeleteTexture(target);
            importer.Release(texture);
        }
    }

    // Every byte depends on its place and the round; halves stay finite numbers, whose bits no driver may touch.
    private static void Draw(Region memory, in FrameHeader sample, uint rows, int round)
    {
        var row = new byte[sample.PitchBytes];
        for (var y = 0u; y < rows; y++)
        {
            var value = (uint)((y * 2654435761) ^ ((uint)round * 40503));
            for (var x = 0; x < row.Length; x++)
            {
                value = (value * 1664525) + 1013904223;
                row[x] = (byte)(value >> 24);
                if (sample.Type == FrameType.Rgba16F && (x & 1) == 1)
                {
                    row[x] = (byte)(0x20 | (row[x] & 0x1F));
                }
            }

            memory.CopyIn((ulong)y * sample.PitchBytes, row);
        }
    }

    private static uint? FirstWrongRow(Region memory, in FrameHeader sample, uint rows, PixelBuffer read)
    {
        var expected = new byte[sample.RowBytes];
        for (var y = 0u; y < rows; y++)
        {
            memory.CopyOut((ulong)y * sample.PitchBytes, expected);
            if (!read.AsSpan((nuint)y * PixelStorage.SlotPitch(sample), expected.Length).SequenceEqual(expected))
            {
                return y;
            }
        }

        return null;
    }
}
