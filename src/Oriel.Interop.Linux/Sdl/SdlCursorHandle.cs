using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Sdl;

/// <summary>A pointer shape. For SDL's thread only; freed before SDL ends.</summary>
public sealed unsafe class SdlCursorHandle : SafeHandle
{
    private SdlCursorHandle(nint cursor)
        : base(0, ownsHandle: true) => SetHandle(cursor);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>SDL's pointer.</summary>
    internal nint Value => handle;

    /// <summary>Makes one from straight-alpha B, G, R, A rows without gaps; invalid on failure, with <see cref="SdlApi.GetError"/>.</summary>
    public static SdlCursorHandle Create(ReadOnlySpan<byte> bgra, int width, int height, int hotX, int hotY)
    {
        if (width <= 0 || height <= 0 || bgra.Length < 4L * width * height)
        {
            throw new ArgumentException($"{bgra.Length} bytes are no {width}x{height} cursor", nameof(bgra));
        }

        // SAFETY: SDL reads width * height * 4 bytes, which were checked above, and only until the surface is freed below; the cursor has a copy of its own.
        fixed (byte* pixels = bgra)
        {
            var surface = SdlNative.SDL_CreateRGBSurfaceWithFormatFrom(pixels, width, height, 32, width * 4, SdlConstants.PixelFormatBgra32);
            if (surface == 0)
            {
                return new SdlCursorHandle(0);
            }

            var cursor = SdlNative.SDL_CreateColorCursor(surface, hotX, hotY);
            SdlNative.SDL_FreeSurface(surface);
            return new SdlCursorHandle(cursor);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        SdlNative.SDL_FreeCursor(handle);
        return true;
    }
}
