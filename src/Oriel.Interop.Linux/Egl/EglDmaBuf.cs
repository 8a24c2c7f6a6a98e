using Oriel.Memory;
using Oriel.Memory.Linux.Native;

namespace Oriel.Interop.Linux.Egl;

/// <summary>EGL images of DMA buffers (EGL_EXT_image_dma_buf_import). No policy: refusals are returned as EGL gives them. Not run on a device: no machine of ours imports DMA buffers.</summary>
public static unsafe class EglDmaBuf
{
    /// <summary>An image of one plane of linear rows from the buffer's start; 0 = refused. EGL duplicates the descriptor: the buffer may be disposed while the image lives.</summary>
    /// <param name="display">The context's display.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="format">One of <see cref="DrmFormats"/>.</param>
    /// <param name="pitchBytes">Bytes from one row to the next.</param>
    /// <param name="hasModifiers">The display has EGL_EXT_image_dma_buf_import_modifiers: say that the rows are linear.</param>
    public static nint CreateImage(nint display, DmaBuffer buffer, int width, int height, uint format, uint pitchBytes, bool hasModifiers)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if ((ulong)height * pitchBytes > buffer.Size)
        {
            throw new ArgumentOutOfRangeException(nameof(height), $"{height} rows of {pitchBytes} bytes are outside a buffer of {buffer.Size} bytes");
        }

        using var use = new DescriptorUse(buffer.Handle);
        // SAFETY: EGL reads the list up to EGL_NONE, which ends both forms of it.
        var attributes = stackalloc nint[17];
        nint[] plain =
        [
            EglConstants.Width, width, EglConstants.Height, height, EglConstants.LinuxDrmFourcc, (nint)format,
            EglConstants.DmaBufPlane0Descriptor, use.Descriptor, EglConstants.DmaBufPlane0Offset, 0, EglConstants.DmaBufPlane0Pitch, (nint)pitchBytes,
        ];
        plain.CopyTo(new Span<nint>(attributes, 12));
        var end = 12;
        if (hasModifiers)
        {
            attributes[end++] = EglConstants.DmaBufPlane0ModifierLow;
            attributes[end++] = unchecked((nint)(uint)DrmFormats.Linear);
            attributes[end++] = EglConstants.DmaBufPlane0ModifierHigh;
            attributes[end++] = (nint)(uint)(DrmFormats.Linear >> 32);
        }

        attributes[end] = EglConstants.None;
        return EglNative.eglCreateImage(display, 0, EglConstants.LinuxDmaBuf, 0, attributes);
    }

    /// <summary>Gives an image up; textures made of it keep it alive.</summary>
    public static bool DestroyImage(nint display, nint image) => EglNative.eglDestroyImage(display, image) != 0;
}
