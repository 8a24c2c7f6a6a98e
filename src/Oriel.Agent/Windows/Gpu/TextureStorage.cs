using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.Gpu;

/// <summary>How pictures lie in textures.</summary>
internal static class TextureStorage
{
    /// <summary>A packed row is a multiple of so many words (kvmfr.md section 4.4).</summary>
    private const int PackedRowWords = 64;

    /// <summary>What frames call a texture's pixels; <see cref="FrameType.Invalid"/> = they have no name for them.</summary>
    public static FrameType TypeOf(PixelFormat format) => format switch
    {
        PixelFormat.Bgra8 => FrameType.Bgra,
        PixelFormat.Rgba8 => FrameType.Rgba,
        PixelFormat.Rgb10A2 => FrameType.Rgba10,
        PixelFormat.Rgba16F => FrameType.Rgba16F,
        _ => FrameType.Invalid,
    };

    /// <summary>Texels of a row that holds a picture packed to 24 bits.</summary>
    public static int PackedWidth(int widthPixels) => (((widthPixels * 3) + 3) / 4 + PackedRowWords - 1) / PackedRowWords * PackedRowWords;

    /// <summary>The texels that hold a rectangle of the picture.</summary>
    public static PixelRect Texels(FrameType type, in DamageRect rect)
    {
        var (left, right) = ((int)rect.X, (int)(rect.X + rect.Width));
        if (type == FrameType.Bgr32)
        {
            (left, right) = (left * 3 / 4, ((right * 3) + 3) / 4);
        }

        return new PixelRect(left, (int)rect.Y, right, (int)(rect.Y + rect.Height));
    }

    /// <summary>Copies what of a picture is stale from one texture into another of the same size. Allocates nothing.</summary>
    public static void Copy(D3D11Context context, D3D11Texture destination, D3D11Texture source, FrameType type, DamageList what)
    {
        if (what.IsEverything)
        {
            context.Copy(destination, source);
            return;
        }

        foreach (ref readonly var rect in what.Rects)
        {
            context.Copy(destination, source, Texels(type, rect));
        }
    }
}
