using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>
/// The cursor's shape as a texture of whole numbers B, G, R, and alpha or mask. A monochrome shape becomes a masked one: AND 0 replaces by black or
/// white, AND 1 XORs with nothing or everything (kvmfr.md section 7). Render role.
/// </summary>
internal sealed class CursorTexture(GlFunctions gl, AllocationLedger ledger) : IDisposable
{
    private byte[] _pixels = [];
    private uint _texture;
    private int _textureWidth;
    private int _textureHeight;
    private int _generation;

    /// <summary>GL texture name.</summary>
    public uint Name => _texture;

    /// <summary>Pixels.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels.</summary>
    public int Height { get; private set; }

    /// <summary>Replace or XOR instead of alpha.</summary>
    public bool IsMasked { get; private set; }

    /// <summary>Takes a shape over unless it is the one already here; true when it was new.</summary>
    public bool Update(CursorShape shape)
    {
        if (shape.Generation == _generation)
        {
            return false;
        }

        _generation = shape.Generation;
        var info = shape.Info;
        Width = (int)info.Width;
        Height = (int)info.VisibleHeight;
        IsMasked = info.Type != CursorType.Color;
        if (Width == 0 || Height == 0)
        {
            return true;
        }

        if (_pixels.Length < Width * Height * 4)
        {
            // A shape larger than any before: once.
            var mark = AllocationLedger.Mark();
            _pixels = new byte[Width * Height * 4];
            ledger.Exempt(mark);
        }

        if (info.Type == CursorType.Monochrome)
        {
            ExpandMonochrome(shape.Data, info);
        }
        else
        {
            for (var y = 0; y < Height; y++)
            {
                shape.Data.AsSpan((int)(y * info.PitchBytes), Width * 4).CopyTo(_pixels.AsSpan(y * Width * 4));
            }
        }

        Reserve();
        gl.UploadFromSpan(_texture, 0, 0, Width, Height, RgbaInteger, UnsignedByte, _pixels);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gl.DeleteTexture(_texture);
        _texture = 0;
    }

    private void ExpandMonochrome(ReadOnlySpan<byte> data, in CursorUpdate info)
    {
        var pitch = (int)info.PitchBytes;
        for (var y = 0; y < Height; y++)
        {
            var and = data.Slice(y * pitch, pitch);
            var xor = data.Slice((y + Height) * pitch, pitch);
            for (var x = 0; x < Width; x++)
            {
                var bit = 0x80 >> (x & 7);
                var color = (xor[x >> 3] & bit) != 0 ? (byte)255 : (byte)0;
                var mask = (and[x >> 3] & bit) != 0 ? (byte)255 : (byte)0;
                var at = ((y * Width) + x) * 4;
                _pixels[at] = _pixels[at + 1] = _pixels[at + 2] = color;
                _pixels[at + 3] = mask;
            }
        }
    }

    // Immutable storage, so a larger shape needs a new texture; it only ever grows.
    private void Reserve()
    {
        if (_texture != 0 && Width <= _textureWidth && Height <= _textureHeight)
        {
            return;
        }

        gl.DeleteTexture(_texture);
        _textureWidth = Math.Max(_textureWidth, Math.Max(64, Width));
        _textureHeight = Math.Max(_textureHeight, Math.Max(64, Height));
        _texture = gl.CreateTexture(Texture2d);
        gl.TextureStorage2D(_texture, 1, Rgba8ui, _textureWidth, _textureHeight);
        gl.TextureParameteri(_texture, TextureMinFilter, (int)Nearest);
        gl.TextureParameteri(_texture, TextureMagFilter, (int)Nearest);
    }
}
