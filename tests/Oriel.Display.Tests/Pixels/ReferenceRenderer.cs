using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Pixels;

/// <summary>A cursor as the reference draws it.</summary>
internal sealed record ReferenceCursor(CursorType Type, int X, int Y, int Width, int VisibleHeight, int Pitch, byte[] Data);

/// <summary>
/// What the picture must look like, computed on the CPU straight from kvmfr.md sections 4.3, 4.4 and 7. It shares no code with the renderer: it works forwards
/// (stored pixel to desktop, desktop to picture, picture to target) where the shaders work backwards.
/// </summary>
internal static class ReferenceRenderer
{
    public static RgbImage Render(GuestPicture guest, ViewSettings settings, int targetWidth = 0, int targetHeight = 0, ReferenceCursor? cursor = null)
    {
        var desktop = Rotate(Decode(guest, settings), guest.Rotation);
        if (cursor is not null)
        {
            var isTurned = guest.Rotation is FrameRotation.Clockwise90 or FrameRotation.Clockwise270;
            var header = guest.Header;
            var (screenWidth, screenHeight) = isTurned ? (header.ScreenHeight, header.ScreenWidth) : (header.ScreenWidth, header.ScreenHeight);
            DrawCursor(desktop, cursor, (int)screenWidth, (int)screenHeight);
        }

        var picture = Rotate(desktop, settings.Rotation);
        return targetWidth == 0 ? picture : Scale(picture, settings, targetWidth, targetHeight);
    }

    private static RgbImage Decode(GuestPicture guest, ViewSettings settings)
    {
        var image = new RgbImage(guest.Width, guest.Height, new byte[guest.Width * guest.Height * 3]);
        for (var y = 0; y < guest.RowsPresent; y++)
        {
            for (var x = 0; x < guest.Width; x++)
            {
                var source = guest.Bytes.AsSpan((y * guest.RowBytes) + (x * guest.BytesPerPixel), guest.BytesPerPixel);
                var target = image.Rgb.AsSpan(((y * guest.Width) + x) * 3, 3);
                switch (guest.Type)
                {
                    case FrameType.Bgra or FrameType.Bgr32:
                        (target[0], target[1], target[2]) = (source[2], source[1], source[0]);
                        break;
                    case FrameType.Rgba or FrameType.Rgb24:
                        source[..3].CopyTo(target);
                        break;
                    case FrameType.Rgba10 when (guest.Flags & FrameFlags.HdrPq) != 0:
                        ToneMap(Pq2020(BinaryPrimitives.ReadUInt32LittleEndian(source)), settings.PeakLuminanceNits, target);
                        break;
                    case FrameType.Rgba10:
                        var word = BinaryPrimitives.ReadUInt32LittleEndian(source);
                        for (var c = 0; c < 3; c++)
                        {
                            target[c] = (byte)Math.Round(((word >> (10 * c)) & 1023) * 255.0 / 1023.0);
                        }

                        break;
                    default:
                        ToneMap([Light(source, 0), Light(source, 1), Light(source, 2)], settings.PeakLuminanceNits, target);
                        break;
                }
            }
        }

        return image;

        static double Light(ReadOnlySpan<byte> source, int c)
        {
            var value = (double)BinaryPrimitives.ReadHalfLittleEndian(source[(c * 2)..]) * 80;
            return double.IsNaN(value) ? 0 : Math.Min(10000, value);
        }
    }

    private static double[] Pq2020(uint word)
    {
        var e = new double[3];
        for (var c = 0; c < 3; c++)
        {
            // SMPTE ST 2084 in its own constants
            const double m1 = 2610.0 / 16384, m2 = 2523.0 / 4096 * 128, c1 = 3424.0 / 4096, c2 = 2413.0 / 4096 * 32, c3 = 2392.0 / 4096 * 32;
            var p = Math.Pow(((word >> (10 * c)) & 1023) / 1023.0, 1 / m2);
            e[c] = 10000 * Math.Pow(Math.Max(p - c1, 0) / (c2 - (c3 * p)), 1 / m1);
        }

        return
        [
            (1.660491 * e[0]) - (0.587641 * e[1]) - (0.072850 * e[2]),
            (-0.124550 * e[0]) + (1.132900 * e[1]) - (0.008349 * e[2]),
            (-0.018151 * e[0]) - (0.100579 * e[1]) + (1.118730 * e[2]),
        ];
    }

    private static void ToneMap(double[] nits, double peak, Span<byte> target)
    {
        var brightest = Math.Max(0, nits.Max());
        var knee = peak * 0.75;
        var factor = 1.0;
        if (brightest > knee)
        {
            var range = peak - knee;
            var excess = (brightest - knee) / range;
            var most = Math.Max((1000 - knee) / range, 1);
            factor = (knee + (range * Math.Min(1, excess * (1 + (excess / (most * most))) / (1 + excess)))) / brightest;
        }

        for (var c = 0; c < 3; c++)
        {
            var v = Math.Clamp(Math.Max(0, nits[c]) * factor / peak, 0, 1);
            target[c] = (byte)Math.Round(255 * (v <= 0.0031308 ? v * 12.92 : (1.055 * Math.Pow(v, 1 / 2.4)) - 0.055));
        }
    }

    /// <summary>kvmfr.md section 4.3: with 1, pixel (x, y) goes to (H-1-y, x).</summary>
    private static RgbImage Rotate(RgbImage from, FrameRotation rotation)
    {
        for (var turn = 0; turn < (int)rotation; turn++)
        {
            var to = new RgbImage(from.Height, from.Width, new byte[from.Rgb.Length]);
            for (var y = 0; y < from.Height; y++)
            {
                for (var x = 0; x < from.Width; x++)
                {
                    from.Rgb.AsSpan(((y * from.Width) + x) * 3, 3).CopyTo(to.Rgb.AsSpan(((x * to.Width) + (from.Height - 1 - y)) * 3));
                }
            }

            from = to;
        }

        return from;
    }

    private static void DrawCursor(RgbImage desktop, ReferenceCursor cursor, int screenWidth, int screenHeight)
    {
        for (var y = 0; y < desktop.Height; y++)
        {
            for (var x = 0; x < desktop.Width; x++)
            {
                // the screen pixel under the middle of this one, for frames that were downsampled
                var cx = (int)Math.Floor((x + 0.5) * screenWidth / desktop.Width) - cursor.X;
                var cy = (int)Math.Floor((y + 0.5) * screenHeight / desktop.Height) - cursor.Y;
                if (cx >= 0 && cy >= 0 && cx < cursor.Width && cy < cursor.VisibleHeight)
                {
                    Mix(desktop.Rgb.AsSpan(((y * desktop.Width) + x) * 3, 3), cursor, cx, cy);
                }
            }
        }
    }

    private static void Mix(Span<byte> screen, ReferenceCursor cursor, int x, int y)
    {
        if (cursor.Type == CursorType.Monochrome)
        {
            var and = (cursor.Data[(y * cursor.Pitch) + (x / 8)] >> (7 - (x % 8))) & 1;
            var xor = (cursor.Data[((y + cursor.VisibleHeight) * cursor.Pitch) + (x / 8)] >> (7 - (x % 8))) & 1;
            for (var c = 0; c < 3; c++)
            {
                screen[c] = (and, xor) switch { (0, 0) => 0, (0, 1) => 255, (1, 0) => screen[c], _ => (byte)(255 - screen[c]) };
            }

            return;
        }

        var pixel = cursor.Data.AsSpan((y * cursor.Pitch) + (x * 4), 4);
        for (var c = 0; c < 3; c++)
        {
            var s = pixel[2 - c];
            screen[c] = cursor.Type == CursorType.MaskedColor
                ? pixel[3] == 0 ? s : (byte)(screen[c] ^ s)
                : (byte)Math.Min(255, Math.Round(s * pixel[3] / 255.0) + Math.Round(screen[c] * (255 - pixel[3]) / 255.0));
        }
    }

    private static RgbImage Scale(RgbImage picture, ViewSettings settings, int targetWidth, int targetHeight)
    {
        double w = targetWidth, h = targetHeight;
        var fit = Math.Min((double)targetWidth / picture.Width, (double)targetHeight / picture.Height);
        switch (settings.Scale)
        {
            case ScaleMode.OneToOne:
                (w, h) = (picture.Width, picture.Height);
                break;
            case ScaleMode.Stretch:
                break;
            default:
                var factor = settings.Scale == ScaleMode.Integer && fit >= 1 ? Math.Floor(fit) : settings.NoUpscale ? Math.Min(fit, 1) : fit;
                (w, h) = (Math.Max(1, Math.Floor((picture.Width * factor) + 0.5)), Math.Max(1, Math.Floor((picture.Height * factor) + 0.5)));
                break;
        }

        var isWhole = w % picture.Width == 0 && h % picture.Height == 0;
        var isLinear = settings.Filter == ScaleFilter.Linear ? w != picture.Width || h != picture.Height : settings.Filter == ScaleFilter.Auto && !isWhole;
        var left = (int)Math.Floor((targetWidth - w) / 2);
        var top = (int)Math.Floor((targetHeight - h) / 2);
        var image = new RgbImage(targetWidth, targetHeight, new byte[targetWidth * targetHeight * 3]);
        for (var y = Math.Max(0, top); y < Math.Min(targetHeight, top + h); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(targetWidth, left + w); x++)
            {
                var sx = (x - left + 0.5) * picture.Width / w;
                var sy = (y - top + 0.5) * picture.Height / h;
                Sample(picture, sx, sy, isLinear, image.Rgb.AsSpan(((y * targetWidth) + x) * 3, 3));
            }
        }

        return image;
    }

    private static void Sample(RgbImage picture, double x, double y, bool isLinear, Span<byte> target)
    {
        if (!isLinear)
        {
            // a hair, because a quotient of whole numbers may come out just below the whole number it is
            picture.Rgb.AsSpan((((int)(y + 1e-9) * picture.Width) + (int)(x + 1e-9)) * 3, 3).CopyTo(target);
            return;
        }

        var x0 = (int)Math.Floor(x - 0.5);
        var y0 = (int)Math.Floor(y - 0.5);
        var (fx, fy) = (x - 0.5 - x0, y - 0.5 - y0);
        for (var c = 0; c < 3; c++)
        {
            double At(int px, int py) => picture.Rgb[((Math.Clamp(py, 0, picture.Height - 1) * picture.Width) + Math.Clamp(px, 0, picture.Width - 1)) * 3 + c];
            var above = (At(x0, y0) * (1 - fx)) + (At(x0 + 1, y0) * fx);
            var below = (At(x0, y0 + 1) * (1 - fx)) + (At(x0 + 1, y0 + 1) * fx);
            target[c] = (byte)Math.Round((above * (1 - fy)) + (below * fy));
        }
    }
}
