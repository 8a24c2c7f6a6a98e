using Oriel.Testing;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Compares pictures and says where they differ first.</summary>
internal static class PictureAssert
{
    public static void Same(RgbImage expected, RgbImage seen, int tolerance = 0)
    {
        Assert.Equal((expected.Width, expected.Height), (seen.Width, seen.Height));
        var wrong = 0;
        var first = "";
        for (var i = 0; i < expected.Rgb.Length; i++)
        {
            if (Math.Abs(expected.Rgb[i] - seen.Rgb[i]) > tolerance && wrong++ == 0)
            {
                var (x, y) = (i / 3 % expected.Width, i / 3 / expected.Width);
                first = $"first at ({x}, {y}): expected {expected[x, y]:X6}, seen {seen[x, y]:X6}";
            }
        }

        Assert.True(wrong == 0, $"{wrong} of {expected.Rgb.Length} bytes differ by more than {tolerance}, {first}");
    }
}
