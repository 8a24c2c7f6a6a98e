using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Pictures;

/// <summary>
/// Makes finished pictures of one size and colour out of frames of any type: turned, with the pointer, fitted when the guest changed its mode. A frame that is as wanted already passes through
/// untouched; only the rows of the pointer are copied. For one thread.
/// </summary>
/// <param name="width">Of what it makes; 0 = each frame's own.</param>
/// <param name="height">Of what it makes; 0 = each frame's own.</param>
/// <param name="color">What its pixels mean.</param>
/// <param name="peakNits">Full white when HDR is mapped to SDR.</param>
internal sealed class PictureComposer(int width, int height, PictureColor color, int peakNits)
{
    private readonly RowDecoder _decoder = new(color, peakNits);
    private readonly CursorPainter _painter = new(color, new RowDecoder(color, peakNits));
    private byte[] _desktop = [];
    private byte[] _canvas = [];
    private byte[] _row = [];

    /// <summary>Writes a picture to <paramref name="take"/>: all of its rows from the top, in one or more pieces, four bytes a pixel.</summary>
    /// <param name="picture">The frame.</param>
    /// <param name="cursor">The pointer, painted when it is visible.</param>
    /// <param name="take">Gets the pieces, during the call.</param>
    public void Compose(StoredPicture picture, in CursorState cursor, Action<ReadOnlySpan<byte>> take)
    {
        var frame = picture.Frame;
        var size = DesktopSize.Of(frame);
        var (toWidth, toHeight) = width == 0 ? (size.Width, size.Height) : (width, height);
        var isSameSize = size.Width == toWidth && size.Height == toHeight;
        if (isSameSize && IsReady(picture))
        {
            PassThrough(picture, size, cursor, take);
            return;
        }

        var bytes = size.Width * size.Height * 4;
        var desktop = Room(ref _desktop, bytes);
        Decode(picture, desktop, size);
        if (cursor.IsVisible)
        {
            _painter.Paint(desktop, 0, size, cursor, frame.SdrWhiteNits);
        }

        if (isSameSize)
        {
            take(desktop);
            return;
        }

        var canvas = Room(ref _canvas, toWidth * toHeight * 4);
        PictureFit.Fit(desktop, size.Width, size.Height, canvas, toWidth, toHeight, color == PictureColor.Sdr8 ? 8 : 10);
        take(canvas);
    }

    private static Span<byte> Room(ref byte[] buffer, int bytes)
    {
        if (buffer.Length < bytes)
        {
            buffer = new byte[bytes];
        }

        return buffer.AsSpan(0, bytes);
    }

    private bool IsReady(StoredPicture picture)
    {
        var frame = picture.Frame;
        return color == PictureColor.Sdr8 && frame.Type == FrameType.Bgra && frame.Rotation == FrameRotation.None
            && frame.DataHeight == frame.FrameHeight && picture.Lent.PitchBytes == frame.FrameWidth * 4;
    }

    private void PassThrough(StoredPicture picture, in DesktopSize size, in CursorState cursor, Action<ReadOnlySpan<byte>> take)
    {
        var (first, end) = cursor.IsVisible ? CursorPainter.Rows(size, cursor) : (0, 0);
        if (first == end)
        {
            take(picture.Rows(0, size.Height));
            return;
        }

        if (first > 0)
        {
            take(picture.Rows(0, first));
        }

        var band = Room(ref _desktop, (end - first) * size.Width * 4);
        picture.Rows(first, end - first).CopyTo(band);
        _painter.Paint(band, first, size, cursor, picture.Frame.SdrWhiteNits);
        take(band);
        if (end < size.Height)
        {
            take(picture.Rows(end, size.Height - end));
        }
    }

    private void Decode(StoredPicture picture, Span<byte> desktop, in DesktopSize size)
    {
        var frame = picture.Frame;
        var (w, h) = ((int)frame.FrameWidth, (int)frame.FrameHeight);
        var rows = (int)Math.Min(frame.DataHeight, frame.FrameHeight);
        if (rows < h)
        {
            // Rows that never arrived are black.
            desktop.Clear();
        }

        if (frame.Rotation == FrameRotation.None)
        {
            for (var y = 0; y < rows; y++)
            {
                _decoder.Decode(frame, picture.Rows(y, 1), desktop.Slice(y * w * 4, w * 4));
            }

            return;
        }

        var row = Room(ref _row, w * 4);
        for (var y = 0; y < rows; y++)
        {
            _decoder.Decode(frame, picture.Rows(y, 1), row);

            // Where pixel (x, y) goes: a first place and a step.
            var (at, step) = frame.Rotation switch
            {
                FrameRotation.Clockwise90 => (h - 1 - y, size.Width),
                FrameRotation.Half => ((w - 1) + ((h - 1 - y) * size.Width), -1),
                _ => (y + ((w - 1) * size.Width), -size.Width),
            };
            for (var x = 0; x < w; x++, at += step)
            {
                row.Slice(4 * x, 4).CopyTo(desktop[(4 * at)..]);
            }
        }
    }
}
