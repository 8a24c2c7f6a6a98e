namespace Oriel.Cli.Pictures;

/// <summary>
/// Transfer functions and primaries (IEC 61966-2-1, SMPTE ST 2084, ITU-R BT.709 and BT.2020), as formulas and as tables for whole pictures. Pure; any thread.
/// </summary>
internal static class ColorCurves
{
    private const int SrgbSteps = 65535;
    private static readonly Lazy<float[]> s_half = new(() => Table(65536, i => Finite((float)BitConverter.UInt16BitsToHalf((ushort)i))));
    private static readonly Lazy<float[]> s_pqToNits = new(() => Table(1024, i => (float)PqToNits(i / 1023.0)));
    private static readonly Lazy<ushort[]> s_nitsToPq = new(() => Bits(i => Math.Max(0, Finite((float)BitConverter.UInt16BitsToHalf((ushort)i))), nits => NitsToPq(nits) * 1023));
    private static readonly Lazy<float[]> s_srgbToLight = new(() => Table(256, i => (float)SrgbToLight(i / 255.0)));
    private static readonly Lazy<byte[]> s_lightToSrgb = new(() => [.. Enumerable.Range(0, SrgbSteps + 1).Select(i => (byte)Math.Floor((LightToSrgb(i / (double)SrgbSteps) * 255) + 0.5))]);

    /// <summary>Value of each half float; what is no number is 0.</summary>
    public static float[] Half => s_half.Value;

    /// <summary>Luminance of each 10-bit PQ code.</summary>
    public static float[] Pq10ToNits => s_pqToNits.Value;

    /// <summary>Light, 0 to 1, of each 8-bit sRGB value.</summary>
    public static float[] Srgb8ToLight => s_srgbToLight.Value;

    /// <summary>10-bit PQ code of a luminance. By way of a half float: 0.1 % of the light, a tenth of what one code is.</summary>
    public static uint NitsToPq10(float nits) => s_nitsToPq.Value[BitConverter.HalfToUInt16Bits((Half)Math.Clamp(nits, 0, 10000))];

    /// <summary>8-bit sRGB value of light, 0 to 1.</summary>
    public static byte LightToSrgb8(float light) => s_lightToSrgb.Value[(int)((Math.Clamp(light, 0, 1) * SrgbSteps) + 0.5f)];

    /// <summary>PQ value, 0 to 1, of a luminance.</summary>
    public static double NitsToPq(double nits)
    {
        var y = Math.Pow(Math.Clamp(nits / 10000, 0, 1), 0.1593017578125);
        return Math.Pow((0.8359375 + (18.8515625 * y)) / (1 + (18.6875 * y)), 78.84375);
    }

    /// <summary>Luminance of a PQ value, 0 to 1.</summary>
    public static double PqToNits(double value)
    {
        var e = Math.Pow(value, 1 / 78.84375);
        return 10000 * Math.Pow(Math.Max(e - 0.8359375, 0) / (18.8515625 - (18.6875 * e)), 1 / 0.1593017578125);
    }

    /// <summary>Light of an sRGB value, both 0 to 1.</summary>
    public static double SrgbToLight(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    /// <summary>sRGB value of light, both 0 to 1.</summary>
    public static double LightToSrgb(double light) => light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;

    /// <summary>BT.709 primaries to BT.2020 ones.</summary>
    public static (float R, float G, float B) ToBt2020(float r, float g, float b) => (
        (0.627404f * r) + (0.329283f * g) + (0.043313f * b),
        (0.069097f * r) + (0.919540f * g) + (0.011362f * b),
        (0.016391f * r) + (0.088013f * g) + (0.895595f * b));

    /// <summary>BT.2020 primaries to BT.709 ones; the same numbers as in the viewer's shader.</summary>
    public static (float R, float G, float B) ToBt709(float r, float g, float b) => (
        (1.660491f * r) - (0.587641f * g) - (0.072850f * b),
        (-0.124550f * r) + (1.132900f * g) - (0.008349f * b),
        (-0.018151f * r) - (0.100579f * g) + (1.118730f * b));

    private static float Finite(float value) => float.IsNaN(value) ? 0 : Math.Clamp(value, -65504, 65504);

    private static float[] Table(int count, Func<int, float> value) => [.. Enumerable.Range(0, count).Select(value)];

    private static ushort[] Bits(Func<int, float> light, Func<double, double> code) => [.. Enumerable.Range(0, 65536).Select(i => (ushort)Math.Floor(code(light(i)) + 0.5))];
}
