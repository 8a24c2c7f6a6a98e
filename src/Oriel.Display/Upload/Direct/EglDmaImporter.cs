using System.Globalization;
using Oriel.Interop.Linux.Egl;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload.Direct;

/// <summary>Imports through EGL_EXT_image_dma_buf_import. Not run on a device: no machine of ours imports DMA buffers.</summary>
internal sealed class EglDmaImporter : IDmaImporter
{
    private readonly GlFunctions _gl;
    private readonly nint _display;
    private readonly bool _hasModifiers;

    /// <param name="gl">The current context's functions.</param>
    /// <param name="display">Its display.</param>
    public EglDmaImporter(GlFunctions gl, nint display)
    {
        _gl = gl;
        _display = display;
        var extensions = EglApi.QueryText(display, EglConstants.Extensions).Split(' ');
        _hasModifiers = Array.IndexOf(extensions, "EGL_EXT_image_dma_buf_import_modifiers") >= 0;
        Obstacle = Array.IndexOf(extensions, "EGL_EXT_image_dma_buf_import") < 0 ? "EGL has no EGL_EXT_image_dma_buf_import here"
            : !gl.HasEGLImageTargetTexture2DOES && !gl.HasEGLImageTargetTexStorageEXT ? "GL has neither GL_OES_EGL_image nor GL_EXT_EGL_image_storage here"
            : null;
    }

    /// <inheritdoc/>
    public string? Obstacle { get; }

    /// <summary>The DRM format whose texels are those of our own texture for this frame type; 0 = none.</summary>
    public static uint FormatOf(FrameType type) => type switch
    {
        // The texture holds the bytes as they come, BGRA too: the shader gives them meaning.
        FrameType.Bgra or FrameType.Rgba => DrmFormats.Rgba8,
        FrameType.Rgba10 => DrmFormats.Rgb10A2,
        FrameType.Rgba16F => DrmFormats.Rgba16F,
        _ => 0,
    };

    /// <inheritdoc/>
    public DmaTexture? TryImport(DmaBuffer buffer, in FrameHeader frame, uint rows, out string reason)
    {
        reason = "";
        var image = EglDmaBuf.CreateImage(_display, buffer, (int)frame.FrameWidth, (int)rows, FormatOf(frame.Type), frame.PitchBytes, _hasModifiers);
        if (image == 0)
        {
            reason = string.Create(CultureInfo.InvariantCulture, $"EGL refused {frame.FrameWidth}x{rows} {frame.Type} with a pitch of {frame.PitchBytes} bytes (error 0x{EglApi.GetError():X4})");
            return null;
        }

        while (_gl.GetError() != NoError)
        {
            // Errors of earlier calls must not be blamed on this one.
        }

        var texture = _gl.CreateTexture(Texture2d);
        _gl.TextureParameteri(texture, TextureMinFilter, (int)Nearest);
        _gl.TextureParameteri(texture, TextureMagFilter, (int)Nearest);
        if (_gl.TrySetImage(texture, image) && _gl.GetError() is var error && error == NoError)
        {
            return new DmaTexture(buffer, texture, image);
        }

        reason = "GL refused the imported image";
        Release(new DmaTexture(buffer, texture, image));
        return null;
    }

    /// <inheritdoc/>
    public bool TryRefresh(DmaTexture texture)
    {
        // Setting the image anew is what the extension offers for content that changed elsewhere; storage from GL_EXT_EGL_image_storage is immutable and follows by itself.
        return texture.Buffer.TryMakeVisible() && (!_gl.HasEGLImageTargetTexture2DOES || _gl.TrySetImage(texture.Name, texture.Image));
    }

    /// <inheritdoc/>
    public void Release(DmaTexture texture)
    {
        _gl.DeleteTexture(texture.Name);
        EglDmaBuf.DestroyImage(_display, texture.Image);
    }
}
