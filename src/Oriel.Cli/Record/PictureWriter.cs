using System.Buffers.Binary;
using Oriel.Cli.Pictures;
using Oriel.Display.Upload;

namespace Oriel.Cli.Record;

/// <summary>Writes composed pictures in the form the stream has: as they are, or, with 10 bits, as planes of words. For one thread.</summary>
internal sealed class PictureWriter
{
    private readonly PictureComposer _composer;
    private readonly PictureStreamFormat _format;
    private readonly bool _showCursor;
    private readonly byte[] _planes;

    /// <summary>Makes one.</summary>
    /// <param name="format">What is written.</param>
    /// <param name="color">What the pixels mean.</param>
    /// <param name="peakNits">Full white when HDR is mapped to SDR.</param>
    /// <param name="showCursor">Paint the pointer.</param>
    public PictureWriter(in PictureStreamFormat format, PictureColor color, int peakNits, bool showCursor)
    {
        _composer = new PictureComposer(format.Width, format.Height, color, peakNits);
        _format = format;
        _showCursor = showCursor;
        _planes = format.IsPlanar ? new byte[format.Width * format.Height * 6] : [];
    }

    /// <summary>Writes one picture.</summary>
    public void Write(StoredPicture picture, in CursorState cursor, IPictureOutput output, long timeUs)
    {
        output.BeginPicture(timeUs, _format.Width * _format.Height * (_format.IsPlanar ? 6 : 4));
        var shown = _showCursor ? cursor : cursor with { IsVisible = false };
        if (!_format.IsPlanar)
        {
            _composer.Compose(picture, shown, output.Write);
            return;
        }

        _composer.Compose(picture, shown, Split);
        output.Write(_planes);
    }

    // Only frames that are as wanted already come in pieces, and none of 10 bits is.
    private void Split(ReadOnlySpan<byte> pixels)
    {
        var count = _format.Width * _format.Height;
        var green = _planes.AsSpan(0, 2 * count);
        var blue = _planes.AsSpan(2 * count, 2 * count);
        var red = _planes.AsSpan(4 * count, 2 * count);
        for (var i = 0; i < count; i++)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(pixels[(4 * i)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(red[(2 * i)..], (ushort)(word & 1023));
            BinaryPrimitives.WriteUInt16LittleEndian(green[(2 * i)..], (ushort)((word >> 10) & 1023));
            BinaryPrimitives.WriteUInt16LittleEndian(blue[(2 * i)..], (ushort)((word >> 20) & 1023));
        }
    }
}
