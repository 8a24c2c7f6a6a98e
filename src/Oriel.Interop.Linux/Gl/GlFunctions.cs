using System.Runtime.InteropServices;
using System.Text;
using Oriel.Memory;

namespace Oriel.Interop.Linux.Gl;

/// <summary>
/// The GL commands of <c>tools/GlGen/allow.txt</c>, loaded for the context that is current, and safe forms of those that take pointers.
/// Spans are read or written during the call only. Every member belongs to the thread on which the context is current.
/// </summary>
public sealed unsafe partial class GlFunctions
{
    /// <summary>Loads every entry point; <paramref name="missing"/> names all required ones the driver lacks (then the object must not be used).</summary>
    public static GlFunctions Load(out IReadOnlyList<string> missing)
    {
        var entries = new EntryPoints();
        var functions = new GlFunctions(entries);
        missing = entries.Missing;
        return functions;
    }

    /// <summary>glGetIntegerv for names with one value.</summary>
    public int GetInteger(uint name)
    {
        var value = 0;
        GetIntegerv(name, &value);
        return value;
    }

    /// <summary>glGetString; empty when the driver gives none.</summary>
    public string GetText(uint name) => Marshal.PtrToStringUTF8((nint)GetString(name)) ?? "";

    /// <summary>One extension name by index.</summary>
    public string GetExtension(uint index) => Marshal.PtrToStringUTF8((nint)GetStringi(GlConstants.Extensions, index)) ?? "";

    /// <summary>A new texture name with immutable type.</summary>
    public uint CreateTexture(uint target)
    {
        uint name;
        CreateTextures(target, 1, &name);
        return name;
    }

    /// <summary>glDeleteTextures for one name; 0 is ignored.</summary>
    public void DeleteTexture(uint texture) => DeleteTextures(1, &texture);

    /// <summary>A new buffer name.</summary>
    public uint CreateBuffer()
    {
        uint name;
        CreateBuffers(1, &name);
        return name;
    }

    /// <summary>glDeleteBuffers for one name; 0 is ignored.</summary>
    public void DeleteBuffer(uint buffer) => DeleteBuffers(1, &buffer);

    /// <summary>A new framebuffer name.</summary>
    public uint CreateFramebuffer()
    {
        uint name;
        CreateFramebuffers(1, &name);
        return name;
    }

    /// <summary>glDeleteFramebuffers for one name; 0 is ignored.</summary>
    public void DeleteFramebuffer(uint framebuffer) => DeleteFramebuffers(1, &framebuffer);

    /// <summary>A new vertex array name.</summary>
    public uint CreateVertexArray()
    {
        uint name;
        CreateVertexArrays(1, &name);
        return name;
    }

    /// <summary>glDeleteVertexArrays for one name; 0 is ignored.</summary>
    public void DeleteVertexArray(uint array) => DeleteVertexArrays(1, &array);

    /// <summary>Compiles one shader from one source text; <paramref name="log"/> is the compiler's text when it failed (0 is returned then).</summary>
    public uint CompileShader(uint kind, string source, out string log)
    {
        var shader = CreateShader(kind);
        var bytes = Encoding.UTF8.GetBytes(source);
        fixed (byte* text = bytes)
        {
            var length = bytes.Length;
            var start = text;
            ShaderSource(shader, 1, &start, &length);
        }

        CompileShader(shader);
        int status;
        GetShaderiv(shader, GlConstants.CompileStatus, &status);
        if (status != 0)
        {
            log = "";
            return shader;
        }

        var message = stackalloc byte[4096];
        int written;
        GetShaderInfoLog(shader, 4096, &written, message);
        log = Encoding.UTF8.GetString(message, written);
        DeleteShader(shader);
        return 0;
    }

    /// <summary>Links a program; false with the linker's text when it failed.</summary>
    public bool TryLinkProgram(uint program, out string log)
    {
        LinkProgram(program);
        int status;
        GetProgramiv(program, GlConstants.LinkStatus, &status);
        if (status != 0)
        {
            log = "";
            return true;
        }

        var message = stackalloc byte[4096];
        int written;
        GetProgramInfoLog(program, 4096, &written, message);
        log = Encoding.UTF8.GetString(message, written);
        return false;
    }

    /// <summary>Location of a uniform, -1 when the program does not use it.</summary>
    public int GetUniform(uint program, ReadOnlySpan<byte> zeroTerminatedName)
    {
        // SAFETY: callers pass UTF-8 literals, which end with a zero byte behind their last character.
        fixed (byte* name = zeroTerminatedName)
        {
            return GetUniformLocation(program, name);
        }
    }

    /// <summary>Uploads from the buffer bound to GL_PIXEL_UNPACK_BUFFER, starting at an offset in it.</summary>
    public void UploadFromBuffer(uint texture, int x, int y, int width, int height, uint format, uint type, nuint offset) =>
        TextureSubImage2D(texture, 0, x, y, width, height, format, type, (void*)offset);

    /// <summary>
    /// Uploads from private memory. No buffer may be bound to GL_PIXEL_UNPACK_BUFFER. <paramref name="bytes"/> is what GL will read from
    /// <paramref name="offset"/> on; it must lie inside.
    /// </summary>
    public void UploadFromMemory(uint texture, int x, int y, int width, int height, uint format, uint type, PixelBuffer memory, nuint offset, nuint bytes)
    {
        if (offset > memory.Length || bytes > memory.Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"upload of {bytes} bytes at {offset} is outside a buffer of {memory.Length} bytes");
        }

        // SAFETY: the range was just checked; GL copies during the call; the buffer stays alive below.
        TextureSubImage2D(texture, 0, x, y, width, height, format, type, memory.Address + offset);
        GC.KeepAlive(memory);
    }

    /// <summary>Uploads from a managed span of tightly packed pixels. No buffer may be bound to GL_PIXEL_UNPACK_BUFFER.</summary>
    public void UploadFromSpan(uint texture, int x, int y, int width, int height, uint format, uint type, ReadOnlySpan<byte> pixels)
    {
        fixed (byte* p = pixels)
        {
            TextureSubImage2D(texture, 0, x, y, width, height, format, type, p);
        }
    }

    /// <summary>Gives a buffer immutable storage without content and maps all of it for writing, persistently and coherently; null when the driver refuses.</summary>
    public PixelBuffer? CreateMappedStorage(uint buffer, nuint bytes)
    {
        const uint access = GlConstants.MapWriteBit | GlConstants.MapPersistentBit | GlConstants.MapCoherentBit;
        NamedBufferStorage(buffer, (nint)bytes, null, access);
        var address = MapNamedBufferRange(buffer, 0, (nint)bytes, access);
        // SAFETY: the mapping lives until the owner of the buffer name unmaps or deletes it, after it disposed this PixelBuffer.
        return address == null ? null : PixelBuffer.FromNative((nint)address, bytes, release: null);
    }

    /// <summary>Gives an EGL image to a 2D texture as its only level, by whichever extension the driver has; false without one. Binds the texture to GL_TEXTURE_2D of the active unit.</summary>
    public bool TrySetImage(uint texture, nint image)
    {
        BindTexture(GlConstants.Texture2d, texture);
        if (HasEGLImageTargetTexture2DOES)
        {
            EGLImageTargetTexture2DOES(GlConstants.Texture2d, image);
        }
        else if (HasEGLImageTargetTexStorageEXT)
        {
            EGLImageTargetTexStorageEXT(GlConstants.Texture2d, image, null);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Reads rows of the bound read framebuffer into private memory, at <paramref name="offset"/>, with <paramref name="pitchTexels"/> texels from one row to the next. GL_PACK_ALIGNMENT and GL_PACK_ROW_LENGTH are left changed to 1 and 0.</summary>
    public void ReadToMemory(int width, int height, uint format, uint type, uint texelBytes, PixelBuffer memory, nuint offset, int pitchTexels)
    {
        ArgumentNullException.ThrowIfNull(memory);
        var bytes = width <= 0 || height <= 0 ? 0 : (((nuint)(height - 1) * (nuint)pitchTexels) + (nuint)width) * texelBytes;
        if (width > pitchTexels || offset > memory.Length || bytes > memory.Length - offset)
        {
            throw new ArgumentOutOfRangeException(nameof(memory), $"{width}x{height} texels at {offset} do not fit {memory.Length} bytes");
        }

        PixelStorei(GlConstants.PackAlignment, 1);
        PixelStorei(GlConstants.PackRowLength, pitchTexels);
        // SAFETY: the range was just checked; GL writes during the call; the buffer stays alive below.
        ReadPixels(0, 0, width, height, format, type, memory.Address + offset);
        PixelStorei(GlConstants.PackRowLength, 0);
        GC.KeepAlive(memory);
    }

    /// <summary>glNamedBufferData without content.</summary>
    public void AllocateBuffer(uint buffer, int bytes, uint usage) => NamedBufferData(buffer, bytes, null, usage);

    /// <summary>glNamedBufferSubData.</summary>
    public void WriteBuffer(uint buffer, int offsetBytes, ReadOnlySpan<float> values)
    {
        fixed (float* p = values)
        {
            NamedBufferSubData(buffer, offsetBytes, values.Length * sizeof(float), p);
        }
    }

    /// <summary>Reads tight BGRA rows from the bound read framebuffer.</summary>
    public void ReadBgra(int x, int y, int width, int height, Span<byte> bgra)
    {
        if ((long)width * height * 4 > bgra.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(bgra), $"{width}x{height} BGRA pixels do not fit {bgra.Length} bytes");
        }

        fixed (byte* p = bgra)
        {
            ReadPixels(x, y, width, height, GlConstants.Bgra, GlConstants.UnsignedByte, p);
        }
    }

    /// <summary>Reads a part of a texture of 4-byte texels, as they are, into memory whose rows are <paramref name="pitchBytes"/> apart. On a software renderer this is a plain copy.</summary>
    /// <param name="texture">GL name; its internal format is RGBA8.</param>
    /// <param name="x">Left.</param>
    /// <param name="y">First row.</param>
    /// <param name="width">Texels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="target">Where to.</param>
    /// <param name="offset">First byte there.</param>
    /// <param name="pitchBytes">A multiple of 4.</param>
    public void ReadTexture(uint texture, int x, int y, int width, int height, PixelBuffer target, nuint offset, uint pitchBytes)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (width <= 0 || height <= 0 || pitchBytes % 4 != 0 || pitchBytes / 4 < width)
        {
            throw new ArgumentOutOfRangeException(nameof(width), $"{width}x{height} texels in rows of {pitchBytes} bytes");
        }

        var bytes = ((nuint)(height - 1) * pitchBytes) + ((nuint)width * 4);
        if (offset > target.Length || bytes > target.Length - offset || bytes > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), $"{bytes} bytes at {offset} of {target.Length}");
        }

        PixelStorei(GlConstants.PackAlignment, 4);
        PixelStorei(GlConstants.PackRowLength, (int)(pitchBytes / 4));
        // SAFETY: GL writes height rows of width texels, pitchBytes apart, from there on: the bytes checked above, in memory that stays for the call.
        GetTextureSubImage(texture, 0, x, y, 0, width, height, 1, GlConstants.Rgba, GlConstants.UnsignedByte, (int)bytes, target.Address + offset);
        PixelStorei(GlConstants.PackRowLength, 0);
        PixelStorei(GlConstants.PackAlignment, 1);
    }

    /// <summary>Reads tight RGB rows (GL_PACK_ALIGNMENT must be 1) from the bound read framebuffer.</summary>
    public void ReadRgb(int x, int y, int width, int height, Span<byte> rgb)
    {
        if ((long)width * height * 3 > rgb.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(rgb), $"{width}x{height} RGB pixels do not fit {rgb.Length} bytes");
        }

        fixed (byte* p = rgb)
        {
            ReadPixels(x, y, width, height, GlConstants.Rgb, GlConstants.UnsignedByte, p);
        }
    }
}
