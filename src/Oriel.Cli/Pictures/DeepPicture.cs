using System.Buffers.Binary;
using Oriel.Display;
using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Pictures;

/// <summary>
/// Pictures of 10 and 16 bits for files of 16-bit samples: what the guest's bits say, not what a display shows. 10-bit sRGB stays sRGB; HDR is given in BT.2020 primaries with the PQ transfer function,
/// where half floats keep all of their precision. Not for recordings: it takes its time.
/// </summary>
internal static class DeepPicture
{
    /// <summary>Makes the picture.</summary>
    /// <param name="picture">A frame of 10 or 16 bits (<see cref="RowDecoder.IsDeep"/>).</param>
    /// <param name="cursor">The pointer, painted when it is visible.</param>
    public static DeepImage Make(StoredPicture picture, in CursorState cursor)
    {
        var frame = picture.Frame;
        var isHdr = RowDecoder.IsHdr(frame);
        var size = DesktopSize.Of(frame);
        var pixels = new byte[size.Width * size.Height * 4];
        var at = 0;
        new PictureComposer(0, 0, isHdr ? PictureColor.Hdr10 : PictureColor.Sdr10, peakNits: 1).Compose(picture, cursor, piece =>
        {
            piece.CopyTo(pixels.AsSpan(at));
            at += piece.Length;
        });
        var samples = new ushort[size.Width * size.Height * 3];
        for (var i = 0; i < size.Width * size.Height; i++)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(pixels.AsSpan(4 * i));
            (samples[3 * i], samples[(3 * i) + 1], samples[(3 * i) + 2]) = (To16(word), To16(word >> 10), To16(word >> 20));
        }

        if (frame.Type == FrameType.Rgba16F && frame.Rotation == FrameRotation.None)
        {
            Refine(picture, cursor.IsVisible ? cursor : null, size, samples);
        }

        var metadata = isHdr && (frame.Flags & FrameFlags.HdrMetadata) != 0 ? frame.Hdr : (HdrMetadata?)null;
        return new DeepImage(size.Width, size.Height, samples, isHdr, metadata);
    }

    // 10 bits in 16: full stays full.
    private static ushort To16(uint value) => (ushort)((((value & 1023) * 65535) + 511) / 1023);

    // Half floats once more, with all their bits, except under the pointer.
    private static void Refine(StoredPicture picture, CursorState? cursor, in DesktopSize size, ushort[] samples)
    {
        var rows = (int)Math.Min(picture.Frame.DataHeight, picture.Frame.FrameHeight);
        var (first, end) = cursor is { } pointer ? CursorPainter.Rows(size, pointer) : (0, 0);
        var (left, right) = cursor is { } shown ? (shown.X - 2, shown.X + (int)shown.Shape.Info.Width + 2) : (0, 0);
        for (var y = 0; y < rows; y++)
        {
            var row = picture.Rows(y, 1);
            for (var x = 0; x < size.Width; x++)
            {
                if (y >= first && y < end && (long)x * size.ScreenWidth / size.Width >= left && (long)x * size.ScreenWidth / size.Width < right)
                {
                    continue;
                }

                var pixel = row.Slice(8 * x, 8);
                var (r, g, b) = ColorCurves.ToBt2020(Nits(pixel), Nits(pixel[2..]), Nits(pixel[4..]));
                var to = ((y * size.Width) + x) * 3;
                (samples[to], samples[to + 1], samples[to + 2]) = (Pq16(r), Pq16(g), Pq16(b));
            }
        }
    }

    private static float Nits(ReadOnlySpan<byte> half) => ColorCurves.Half[BinaryPrimitives.ReadUInt16LittleEndian(half)] * 80;

    private static ushort Pq16(float nits) => (ushort)Math.Round(ColorCurves.NitsToPq(Math.Max(0, nits)) * 65535);
}
