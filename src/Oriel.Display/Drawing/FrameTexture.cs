using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>The texture that holds the guest's picture as it came, refreshed by damage. Render role.</summary>
internal sealed class FrameTexture(GlFunctions gl) : IDisposable
{
    private FrameHeader _format;
    private uint _texture;

    /// <summary>The frame in it; meaningless before the first upload.</summary>
    public FrameHeader Frame { get; private set; }

    /// <summary>True once a frame was uploaded.</summary>
    public bool HasPicture => _texture != 0;

    /// <summary>GL texture name.</summary>
    public uint Name => _texture;

    /// <summary>Uploads what changed, or everything when the format did. False when the GPU has no memory for it; there is no picture then.</summary>
    public bool TryUpload(UploadSlot slot)
    {
        var frame = slot.Frame;
        var storage = PixelStorage.Of(frame.Type);
        var isNew = _texture == 0 || !_format.SameFormat(frame);
        if (isNew && !TryCreate(frame, storage))
        {
            return false;
        }

        Frame = frame;
        gl.PixelStorei(UnpackRowLength, (int)(slot.Lent.PitchBytes / storage.TexelBytes));
        gl.BindBuffer(PixelUnpackBuffer, slot.Mapping?.Name ?? 0);
        if (isNew || slot.Damage.IsEverything || IsMostOf(frame, slot.Damage))
        {
            Upload(slot, storage, 0, 0, (uint)storage.WidthInTexels(frame), frame.DataHeight);
        }
        else
        {
            foreach (var rect in slot.Damage.Rects)
            {
                UploadRect(slot, storage, rect);
            }
        }

        gl.BindBuffer(PixelUnpackBuffer, 0);
        gl.PixelStorei(UnpackRowLength, 0);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        gl.DeleteTexture(_texture);
        _texture = 0;
    }

    private bool TryCreate(in FrameHeader frame, PixelStorage storage)
    {
        gl.DeleteTexture(_texture);
        while (gl.GetError() != NoError)
        {
            // Errors of earlier calls must not be blamed on this one.
        }

        _texture = gl.CreateTexture(Texture2d);
        // Only rows that are present: a frame that claims to be higher costs nothing for it.
        gl.TextureStorage2D(_texture, 1, storage.InternalFormat, storage.WidthInTexels(frame), (int)frame.DataHeight);
        gl.TextureParameteri(_texture, TextureMinFilter, (int)Nearest);
        gl.TextureParameteri(_texture, TextureMagFilter, (int)Nearest);
        if (gl.GetError() != NoError)
        {
            gl.DeleteTexture(_texture);
            _texture = 0;
            return false;
        }

        _format = frame;
        return true;
    }

    // Above half the picture one large upload beats many small ones.
    private static bool IsMostOf(in FrameHeader frame, DamageList damage)
    {
        ulong pixels = 0;
        foreach (var rect in damage.Rects)
        {
            pixels += (ulong)rect.Width * rect.Height;
        }

        return pixels > (ulong)frame.FrameWidth * frame.DataHeight / 2;
    }

    private void UploadRect(UploadSlot slot, PixelStorage storage, DamageRect rect)
    {
        // The feed clips; clipping again costs nothing and keeps GL safe from a list somebody else filled.
        var frame = slot.Frame;
        var right = (uint)Math.Min((ulong)rect.X + rect.Width, frame.FrameWidth);
        var bottom = (uint)Math.Min((ulong)rect.Y + rect.Height, frame.DataHeight);
        if (rect.X >= right || rect.Y >= bottom)
        {
            return;
        }

        var first = PixelStorage.FirstTexel(frame.Type, rect.X);
        Upload(slot, storage, first, rect.Y, PixelStorage.EndTexel(frame.Type, right) - first, bottom - rect.Y);
    }

    private void Upload(UploadSlot slot, PixelStorage storage, uint x, uint y, uint width, uint height)
    {
        var pitch = slot.Lent.PitchBytes;
        var offset = slot.Lent.Offset + ((nuint)y * pitch) + (x * storage.TexelBytes);
        if (slot.Mapping is not null)
        {
            gl.UploadFromBuffer(_texture, (int)x, (int)y, (int)width, (int)height, storage.Format, storage.Type, offset);
        }
        else
        {
            var bytes = ((nuint)(height - 1) * pitch) + (width * storage.TexelBytes);
            gl.UploadFromMemory(_texture, (int)x, (int)y, (int)width, (int)height, storage.Format, storage.Type, slot.Lent.Buffer!, offset, bytes);
        }
    }
}
