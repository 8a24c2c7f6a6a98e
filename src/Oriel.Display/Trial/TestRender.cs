using Oriel.Display.Context;
using Oriel.Display.Upload;
using Oriel.Display.Upload.Direct;
using Oriel.Interop.Linux.Egl;
using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Trial;

/// <summary>
/// Draws a small picture off-screen with what the viewer draws with, reads it back and compares every pixel; and tries to import one from a memory file. Creates a context of its own on the calling
/// thread and leaves none; for a thread that draws nothing else. A driver may take its time, hang or crash in here: callers bound it.
/// </summary>
public static class TestRender
{
    private const int Width = 96;
    private const int Height = 64;

    /// <summary>Tries it. Throws <see cref="OrielException"/> when there is no context or the driver refuses.</summary>
    public static TestRenderResult Run()
    {
        using var context = GlContext.Create(native: null);
        using var blit = new DirectBlit(context.Gl);
        var client = EglApi.QueryText(0, EglConstants.Extensions).Split(' ');
        return new TestRenderResult
        {
            Platform = Array.IndexOf(client, "EGL_MESA_platform_surfaceless") >= 0 ? "surfaceless" : "default display",
            EglVersion = EglApi.QueryText(context.Display, EglConstants.Version),
            Vendor = context.Gl.GetText(Vendor),
            Renderer = context.Renderer,
            Version = context.Gl.GetText(GlConstants.Version),
            IsSoftware = context.IsSoftware,
            HasBufferStorage = context.HasBufferStorage,
            MaxTextureSize = context.MaxTextureSize,
            Pixels = Width * Height,
            WrongPixels = CountWrong(context, blit),
            DmaBufferObstacle = TryImport(context, blit) ?? "",
        };
    }

    private static int CountWrong(GlContext context, DirectBlit blit)
    {
        var gl = context.Gl;
        var (source, target) = (gl.CreateTexture(Texture2d), gl.CreateTexture(Texture2d));
        using var picture = PixelBuffer.Allocate(Width * Height * 4);
        using var read = PixelBuffer.Allocate(Width * Height * 4);
        try
        {
            var given = picture.AsSpan(0, Width * Height * 4);
            var value = 20260729u;
            for (var i = 0; i < given.Length; i++)
            {
                value = (value * 1664525) + 1013904223;
                given[i] = (byte)(value >> 24);
            }

            foreach (var texture in (uint[])[source, target])
            {
                gl.TextureStorage2D(texture, 1, Rgba8, Width, Height);
                gl.TextureParameteri(texture, TextureMinFilter, (int)Nearest);
                gl.TextureParameteri(texture, TextureMagFilter, (int)Nearest);
            }

            Upload(context, source, picture);
            if (!blit.TryCopy(source, target, Width, Height, [new DamageRect(0, 0, Width, Height)]))
            {
                return Width * Height;
            }

            blit.ReadBack(PixelStorage.Of(FrameType.Rgba), Width, Height, read, Width * 4);
            if (blit.HasFailed())
            {
                return Width * Height;
            }

            var drawn = read.AsSpan(0, Width * Height * 4);
            var wrong = 0;
            for (var i = 0; i < given.Length; i += 4)
            {
                wrong += given.Slice(i, 4).SequenceEqual(drawn.Slice(i, 4)) ? 0 : 1;
            }

            return wrong;
        }
        finally
        {
            gl.DeleteTexture(source);
            gl.DeleteTexture(target);
        }
    }

    // By the way frames take: a mapped buffer where the driver has them. One half each, where both can be had.
    private static void Upload(GlContext context, uint texture, PixelBuffer picture)
    {
        var gl = context.Gl;
        const int half = Width * Height * 2;
        gl.PixelStorei(UnpackRowLength, 0);
        gl.UploadFromMemory(texture, 0, 0, Width, Height / 2, Rgba, UnsignedByte, picture, 0, half);
        var buffer = context.HasBufferStorage ? gl.CreateBuffer() : 0;
        using (var mapped = buffer == 0 ? null : gl.CreateMappedStorage(buffer, half))
        {
            if (mapped is null)
            {
                gl.UploadFromMemory(texture, 0, Height / 2, Width, Height / 2, Rgba, UnsignedByte, picture, half, half);
            }
            else
            {
                picture.AsSpan(half, half).CopyTo(mapped.AsSpan(0, half));
                gl.BindBuffer(PixelUnpackBuffer, buffer);
                gl.UploadFromBuffer(texture, 0, Height / 2, Width, Height / 2, Rgba, UnsignedByte, 0);
                gl.BindBuffer(PixelUnpackBuffer, 0);
                gl.Finish();
            }
        }

        gl.DeleteBuffer(buffer);
    }

    private static string? TryImport(GlContext context, DirectBlit blit)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "not on this system";
        }

        var importer = new EglDmaImporter(context.Gl, context.Display);
        return importer.Obstacle ?? ImportProof.Try(context.Gl, importer, blit, FrameHeader.ForBgra(256, Height, 1), static size => Region.CreateMemfd("oriel-trial", size));
    }
}
