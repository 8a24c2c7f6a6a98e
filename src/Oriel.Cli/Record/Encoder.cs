using System.Globalization;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Record;

/// <summary>How an encoder is driven.</summary>
internal enum EncoderKind
{
    /// <summary>Keeps RGB as it is.</summary>
    Lossless,

    /// <summary>x264.</summary>
    X264,

    /// <summary>x265.</summary>
    X265,

    /// <summary>SVT-AV1.</summary>
    SvtAv1,

    /// <summary>libaom.</summary>
    Aom,

    /// <summary>NVIDIA's.</summary>
    Nvenc,

    /// <summary>VA-API.</summary>
    Vaapi,

    /// <summary>Intel's Quick Sync.</summary>
    Qsv,

    /// <summary>A driver's memory-to-memory device, and what else only knows a bit rate.</summary>
    BitRate,

    /// <summary>One the user named: driven by its own defaults.</summary>
    Other,
}

/// <summary>An encoder of ffmpeg and its options. Immutable.</summary>
/// <param name="Name">ffmpeg's name.</param>
/// <param name="Kind">How it is driven.</param>
/// <param name="TakesTenBits">HDR and 10-bit pictures can be given to it.</param>
internal sealed record Encoder(string Name, EncoderKind Kind, bool TakesTenBits)
{
    private static readonly string[] s_rgb = ["ffv1", "libx264rgb", "huffyuv", "ffvhuff", "utvideo", "magicyuv", "png", "rawvideo", "qtrle"];

    /// <summary>It runs on a GPU.</summary>
    public bool IsHardware => Kind is EncoderKind.Nvenc or EncoderKind.Vaapi or EncoderKind.Qsv || Name.EndsWith("_v4l2m2m", StringComparison.Ordinal);

    /// <summary>Decoding gives the pixels that were encoded.</summary>
    public bool IsLossless => Kind == EncoderKind.Lossless;

    /// <summary>The encoders for one of the words of <c>--codec</c>, best first; a word that is none of them is an encoder's own name.</summary>
    public static IReadOnlyList<Encoder> For(string codec, bool isDeep) => codec switch
    {
        "lossless" => isDeep ? [Named("ffv1")] : [Named("libx264rgb"), Named("ffv1")],
        "h264" => H264,
        "hevc" => Hevc,
        "av1" => Av1,
        "auto" => isDeep ? [.. Hevc, .. Av1, .. H264] : [.. H264, .. Hevc, .. Av1],
        _ => [Named(codec)],
    };

    /// <summary>The encoder of that name.</summary>
    public static Encoder Named(string name) =>
        s_rgb.Contains(name) ? new(name, EncoderKind.Lossless, name is "ffv1" or "rawvideo")
        : H264.Concat(Hevc).Concat(Av1).FirstOrDefault(encoder => encoder.Name == name) ?? new(name, EncoderKind.Other, TakesTenBits: false);

    private static IReadOnlyList<Encoder> H264 { get; } =
    [
        new("h264_nvenc", EncoderKind.Nvenc, false), new("h264_vaapi", EncoderKind.Vaapi, false), new("h264_qsv", EncoderKind.Qsv, false), new("h264_v4l2m2m", EncoderKind.BitRate, false),
        new("libx264", EncoderKind.X264, false), new("libopenh264", EncoderKind.BitRate, false),
    ];

    private static IReadOnlyList<Encoder> Hevc { get; } =
    [
        new("hevc_nvenc", EncoderKind.Nvenc, true), new("hevc_vaapi", EncoderKind.Vaapi, true), new("hevc_qsv", EncoderKind.Qsv, true), new("hevc_v4l2m2m", EncoderKind.BitRate, false),
        new("libx265", EncoderKind.X265, true),
    ];

    private static IReadOnlyList<Encoder> Av1 { get; } =
    [
        new("av1_nvenc", EncoderKind.Nvenc, true), new("av1_vaapi", EncoderKind.Vaapi, true), new("av1_qsv", EncoderKind.Qsv, true),
        new("libsvtav1", EncoderKind.SvtAv1, true), new("libaom-av1", EncoderKind.Aom, true),
    ];

    /// <summary>Options for pictures of this kind.</summary>
    /// <param name="pictures">What comes.</param>
    /// <param name="quality">0 (best) to 51.</param>
    /// <param name="device">The GPU's render node, for VA-API.</param>
    public IReadOnlyList<string> Arguments(in PictureStreamFormat pictures, int quality, string device)
    {
        List<string> arguments = [];
        if (Kind == EncoderKind.Vaapi)
        {
            arguments.AddRange(["-vaapi_device", device]);
        }

        arguments.AddRange(["-c:v", Name]);
        arguments.AddRange(Drive(pictures, quality));
        if (Kind == EncoderKind.Lossless)
        {
            if (Name is "ffv1" or "libx264rgb")
            {
                arguments.AddRange(["-pix_fmt", pictures.IsPlanar ? "gbrp10le" : "bgr0"]);
            }

            if (pictures.IsHdr)
            {
                arguments.AddRange(["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "rgb"]);
            }

            return arguments;
        }

        arguments.AddRange(["-vf", Filter(pictures)]);
        arguments.AddRange(pictures.IsHdr
            ? ["-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc", "-color_range", "tv"]
            : ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"]);
        return arguments;
    }

    // The matrix is named, else ffmpeg takes that of standard definition; odd sizes have no half-size colour planes.
    private string Filter(in PictureStreamFormat pictures)
    {
        var filter = $"scale=out_color_matrix={(pictures.IsHdr ? "bt2020" : "bt709")}:out_range=tv:flags=accurate_rnd+full_chroma_int";
        if ((pictures.Width | pictures.Height) % 2 != 0)
        {
            filter = "pad=ceil(iw/2)*2:ceil(ih/2)*2," + filter;
        }

        return Kind switch
        {
            EncoderKind.Other => filter,
            EncoderKind.Vaapi => filter + (pictures.IsPlanar ? ",format=p010le,hwupload" : ",format=nv12,hwupload"),
            EncoderKind.Nvenc or EncoderKind.Qsv => filter + (pictures.IsPlanar ? ",format=p010le" : ",format=nv12"),
            _ => filter + (pictures.IsPlanar ? ",format=yuv420p10le" : ",format=yuv420p"),
        };
    }

    private string[] Drive(in PictureStreamFormat pictures, int quality)
    {
        var q = quality.ToString(CultureInfo.InvariantCulture);
        var av1 = ((quality * 63) / 51).ToString(CultureInfo.InvariantCulture);
        return Kind switch
        {
            EncoderKind.X264 => ["-preset", "veryfast", "-crf", q],
            EncoderKind.X265 => ["-preset", "superfast", "-crf", q, "-x265-params", "log-level=error" + X265Hdr(pictures)],
            EncoderKind.SvtAv1 => ["-preset", "9", "-crf", av1],
            EncoderKind.Aom => ["-cpu-used", "8", "-row-mt", "1", "-crf", av1, "-b:v", "0"],
            EncoderKind.Nvenc => ["-preset", "p4", "-rc", "vbr", "-cq", q, "-b:v", "0"],
            EncoderKind.Vaapi => ["-rc_mode", "CQP", "-qp", q],
            EncoderKind.Qsv => ["-global_quality", q],
            EncoderKind.BitRate => ["-b:v", BitRate(pictures, quality)],
            EncoderKind.Lossless when Name == "libx264rgb" => ["-preset", "ultrafast", "-qp", "0"],
            EncoderKind.Lossless when Name == "ffv1" => ["-level", "3", "-slices", "4", "-g", "1"],
            _ => [],
        };
    }

    private static string X265Hdr(in PictureStreamFormat pictures)
    {
        if (!pictures.IsHdr)
        {
            return "";
        }

        const string Tags = ":hdr10=1:repeat-headers=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc";
        return pictures.Hdr is not { } hdr ? Tags : Tags + Mastering(hdr);
    }

    private static string Mastering(in HdrMetadata hdr) =>
        $":master-display=G({hdr.GreenX},{hdr.GreenY})B({hdr.BlueX},{hdr.BlueY})R({hdr.RedX},{hdr.RedY})WP({hdr.WhiteX},{hdr.WhiteY})L({hdr.MaxLuminance * 10000UL},{hdr.MinLuminance})"
        + $":max-cll={Math.Min(hdr.MaxCll, 65535)},{Math.Min(hdr.MaxFall, 65535)}";

    // A tenth of a bit for each pixel at 20, halved by six steps, as with a quantizer.
    private static string BitRate(in PictureStreamFormat pictures, int quality)
    {
        var rate = pictures.RateHz > 0 ? pictures.RateHz : 60;
        return ((long)Math.Clamp(pictures.Width * (double)pictures.Height * rate * 0.1 * Math.Pow(2, (20 - quality) / 6.0), 100_000, 400_000_000)).ToString(CultureInfo.InvariantCulture);
    }
}
