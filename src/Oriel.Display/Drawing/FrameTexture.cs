using Oriel.Display.Upload;
using Oriel.Interop.Linux.Gl;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Drawing;

/// <summary>The texture that holds the guest's picture as it came, refreshed by damage. Render role.</summary>
internal sealed class FrameTexture(GlFunctions gl) : IDisposable
{
    private FrameHeader _format;
    private readonly UploadPlan _plan = new();
    private uint _texture;
    private long _bytes, _calls;

    /// <summary>Bytes uploaded since the beginning; any thread.</summary>
    public long BytesUploaded => Volatile.Read(ref _bytes);

    /// <summary>Uploads since the beginning; any thread.</summary>
    public long Calls => Volatile.Read(ref _calls);

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
        if (!TryPrepare(frame, out var isNew))
        {
            return false;
        }

        gl.PixelStorei(UnpackRowLength, (int)(slot.Lent.PitchBytes / storage.TexelBytes));
        gl.BindBuffer(PixelUnpackBuffer, slot.Mapping?.Name ?? 0);
        if (isNew)
        {
            Upload(slot, storage, 0, 0, (uint)storage.WidthInTexels(frame), frame.DataHeight);
        }
        else
        {
            // The feed clips; the plan clips again, which keeps GL safe from a list somebody else filled.
            _plan.Make(slot.Damage, frame.FrameWidth, frame.DataHeight);
            foreach (ref readonly var part in _plan.Parts)
            {
                var first = PixelStorage.FirstTexel(frame.Type, part.X);
                Upload(slot, storage, first, part.Y, PixelStorage.EndTexel(frame.Type, part.X + part.Width) - first, part.Height);
            }
        }

        gl.BindBuffer(PixelUnpackBuffer, 0);
        gl.PixelStorei(UnpackRowLength, 0);
        return true;
    }

    /// <summary>Makes room for a frame that somebody else writes into it; its old content is gone when <paramref name="isNew"/>. False when the GPU has no memory for it.</summary>
    public bool TryPrepare(in FrameHeader frame, out bool isNew)
    {
        isNew = _texture == 0 || !_format.SameFormat(frame);
        if (isNew && !TryCreate(frame, PixelStorage.Of(frame.Type)))
        {
            return false;
        }

        Frame = frame;
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

    private void Upload(UploadSlot slot, PixelStorage storage, uint x, uint y, uint width, uint height)
    {
        var pitch = slot.Lent.PitchBytes;
        var offset = slot.Lent.Offset + ((nuint)y * pitch) + (x * storage.TexelBytes);
        Volatile.Write(ref _bytes, _bytes + ((long)width * height * storage.TexelBytes));
        Volatile.Write(ref _calls, _calls + 1);
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
