using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Pictures;

/// <summary>HDR light to SDR values as the viewer's shader does it: unchanged below three quarters of the peak, rolled off above, colours kept.</summary>
internal readonly struct ToneMap
{
    private readonly float _peak;
    private readonly float _contentPeak;

    /// <summary>The curve of a frame.</summary>
    /// <param name="frame">What the guest says of its brightest pixel.</param>
    /// <param name="peakNits">What becomes full white.</param>
    public ToneMap(in FrameHeader frame, int peakNits)
    {
        _peak = Math.Max(1, peakNits);
        _contentPeak = (frame.Flags & FrameFlags.HdrMetadata) != 0 && frame.Hdr.MaxCll != 0 ? frame.Hdr.MaxCll : 1000;
    }

    /// <summary>Light in BT.709 primaries, nits, to 8-bit sRGB.</summary>
    public (byte R, byte G, byte B) Map(float r, float g, float b)
    {
        (r, g, b) = (Math.Max(r, 0), Math.Max(g, 0), Math.Max(b, 0));
        var brightest = Math.Max(r, Math.Max(g, b));
        var knee = 0.75f * _peak;
        if (brightest > knee)
        {
            var range = _peak - knee;
            var excess = (brightest - knee) / range;
            var most = Math.Max((_contentPeak - knee) / range, 1);
            var rolled = excess * (1 + (excess / (most * most))) / (1 + excess);
            var gain = (knee + (range * Math.Min(rolled, 1))) / brightest;
            (r, g, b) = (r * gain, g * gain, b * gain);
        }

        return (ColorCurves.LightToSrgb8(r / _peak), ColorCurves.LightToSrgb8(g / _peak), ColorCurves.LightToSrgb8(b / _peak));
    }
}
