using Oriel.Spice.Picture.Jpeg;

namespace Oriel.Spice.Picture;

/// <content>
/// Video streams (spice.md section 12.9). A server that makes streams encodes them as MJPEG for us, because no other codec was announced, and these are decoded. Reports are not
/// announced, so none are wished. Should another codec come, the channel ends and is linked again.
/// </content>
public sealed partial class DisplayChannel
{
    private const byte MotionJpeg = 1;
    private readonly StreamTable _streams = new();
    private readonly JpegDecoder _jpeg = new();

    private void DispatchStream(DisplayMessage type, ref BodyReader reader)
    {
        switch (type)
        {
            case DisplayMessage.StreamCreate:
                _streams.Create(ref reader);
                break;
            case DisplayMessage.StreamData or DisplayMessage.StreamDataSized:
                DrawStream(ref reader, isSized: type == DisplayMessage.StreamDataSized);
                break;
            case DisplayMessage.StreamClip:
                _streams.SetClip(ref reader);
                break;
            case DisplayMessage.StreamDestroy:
                _streams.Remove(reader.U32());
                break;
            default:
                _streams.Clear();
                break;
        }
    }

    private void DrawStream(ref BodyReader reader, bool isSized)
    {
        var stream = _streams.Find(reader.U32());
        reader.U32();
        Box? target = null;
        if (isSized)
        {
            reader.U64();
            target = reader.Rect();
        }

        var data = reader.Bytes(reader.U32());
        if (stream is null || _surfaces.Find(stream.Surface) is not { } surface)
        {
            return;
        }

        if (stream.Codec != MotionJpeg)
        {
            throw reader.CannotDraw($"stream {stream.Id} of codec {stream.Codec}");
        }

        // The clip of the stream was cut to its own place; a picture of another size brings another place.
        var box = target ?? stream.Target;
        _region.CopyFrom(stream.Clip);
        _region.Cut(box);
        _region.Cut(surface.Bounds);
        if (_region.IsEmpty)
        {
            return;
        }

        if (_jpeg.Decode(data) is { } problem)
        {
            throw reader.CannotDraw($"a picture of stream {stream.Id}: {problem}");
        }

        var image = new ImageRows(_jpeg.Pixels, _jpeg.Width, _jpeg.Height, _jpeg.Width * 4, stream.IsTopDown, BitmapFormat.Bgrx32);
        var source = LayImage(image, surface, box, image.Bounds, isNearest: false);
        Paint(surface, RasterOp.CopySource, source, default, default);
        Screen.Damage(surface, _region);
    }
}
