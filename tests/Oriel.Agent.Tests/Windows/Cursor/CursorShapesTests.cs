using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Cursor;
using Oriel.Interop.Windows.User;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests.Windows.Cursor;

/// <summary>Bitmaps of Windows cursors become the shapes that kvmfr.md section 7 describes.</summary>
public sealed class CursorShapesTests
{
    [Fact]
    public void Alpha_wins_over_the_mask()
    {
        var bits = Coloured(2, 1, [10, 20, 30, 40, 50, 60, 70, 0], mask: [0xFF, 0, 0, 0]);
        var cursor = new CursorSnapshot();
        Assert.True(CursorShapes.Convert(bits, cursor));
        Assert.Equal((CursorType.Color, 2, 1, 8, true), (cursor.Type, cursor.Width, cursor.Height, cursor.PitchBytes, cursor.ShapeChanged));
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 0], cursor.ShapeBytes.ToArray());
    }

    [Fact]
    public void Without_alpha_the_mask_decides()
    {
        var bits = Coloured(3, 1, [1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6, 0], mask: [0b0100_0000, 0, 0, 0]);
        var cursor = new CursorSnapshot();
        Assert.True(CursorShapes.Convert(bits, cursor));
        Assert.Equal(CursorType.Color, cursor.Type);
        Assert.Equal([1, 2, 3, 255, 0, 0, 0, 0, 4, 5, 6, 255], cursor.ShapeBytes.ToArray());
    }

    [Fact]
    public void Colour_under_the_mask_inverts()
    {
        var bits = Coloured(3, 1, [1, 2, 3, 0, 255, 255, 255, 0, 0, 0, 0, 0], mask: [0b0110_0000, 0, 0, 0]);
        var cursor = new CursorSnapshot();
        Assert.True(CursorShapes.Convert(bits, cursor));
        Assert.Equal(CursorType.MaskedColor, cursor.Type);

        // Replaced, inverted, and inverted by nothing: left as it is.
        Assert.Equal([1, 2, 3, 0, 255, 255, 255, 255, 0, 0, 0, 255], cursor.ShapeBytes.ToArray());
    }

    [Fact]
    public void Monochrome_masks_lose_their_padding()
    {
        var bits = new CursorBits { Width = 12, Height = 2, HotspotX = 3, HotspotY = 1, Mask = [0xF0, 0x0F, 9, 9, 0xFF, 0xFF, 9, 9, 0x00, 0x10, 9, 9, 0x01, 0x00, 9, 9] };
        var cursor = new CursorSnapshot();
        Assert.True(CursorShapes.Convert(bits, cursor));
        Assert.Equal((CursorType.Monochrome, 12, 4, 2, 3, 1), (cursor.Type, cursor.Width, cursor.Height, cursor.PitchBytes, cursor.HotspotX, cursor.HotspotY));
        Assert.Equal([0xF0, 0x0F, 0xFF, 0xFF, 0x00, 0x10, 0x01, 0x00], cursor.ShapeBytes.ToArray());
    }

    [Fact]
    public void A_shape_without_a_visible_pixel_is_hidden()
    {
        Assert.False(CursorShapes.Convert(Coloured(2, 1, new byte[8], mask: [0xFF, 0, 0, 0]), new CursorSnapshot()));
        Assert.False(CursorShapes.Convert(new CursorBits { Width = 32, Height = 1, Mask = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] }, new CursorSnapshot()));
    }

    [Theory]
    [InlineData(600, 20)]
    [InlineData(20, 700)]
    public void What_is_too_large_is_cut(int width, int height)
    {
        var colour = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            (colour[i * 4], colour[(i * 4) + 1], colour[(i * 4) + 3]) = ((byte)(i % width), (byte)(i / width), 255);
        }

        var cursor = new CursorSnapshot();
        Assert.True(CursorShapes.Convert(Coloured(width, height, colour, new byte[(width + 31) / 32 * 4 * height]), cursor));
        Assert.Equal((Math.Min(width, 512), Math.Min(height, 512)), (cursor.Width, cursor.Height));
        for (var y = 0; y < cursor.Height; y++)
        {
            Assert.Equal(((byte)(cursor.Width - 1), (byte)y), (cursor.Shape[(((y + 1) * cursor.Width) - 1) * 4], cursor.Shape[((((y + 1) * cursor.Width) - 1) * 4) + 1]));
        }
    }

    private static CursorBits Coloured(int width, int height, byte[] colour, byte[] mask) => new() { Width = width, Height = height, HasColour = true, Colour = colour, Mask = mask };
}
