using System.Globalization;

namespace Oriel.Cli.Record;

/// <summary>Everything ffmpeg is told about one recording.</summary>
/// <param name="Target">Where it goes.</param>
/// <param name="Pictures">What comes in.</param>
/// <param name="Sound">What sound comes in; null = none.</param>
/// <param name="Encoder">Who encodes; null for a device, which takes pictures as they are.</param>
/// <param name="Quality">0 (best) to 51.</param>
/// <param name="RateHz">Constant rate; 0 = each picture at its own time.</param>
internal sealed record RecordPlan(RecordTarget Target, PictureStreamFormat Pictures, SoundStreamFormat? Sound, Encoder? Encoder, int Quality, double RateHz);

/// <summary>The command lines of the programs that take a recording. Pure.</summary>
internal static class FfmpegArguments
{
    /// <summary>ffmpeg's, for a file, a pipe or a device.</summary>
    public static IReadOnlyList<string> Make(RecordPlan plan, FfmpegProgram ffmpeg) => Make(plan, ffmpeg.HasFrameRateMode, FfmpegProgram.RenderNode, ffmpeg.Has);

    /// <summary>As above, for tests.</summary>
    internal static IReadOnlyList<string> Make(RecordPlan plan, bool hasFrameRateMode, string renderNode, Func<string, bool> has)
    {
        // Everything is in the stream's header: nothing has to be guessed from its first seconds.
        List<string> arguments = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y", "-f", "matroska", "-probesize", "32", "-analyzeduration", "0", "-i", "pipe:0", "-map", "0:v:0"];
        var mode = hasFrameRateMode ? "-fps_mode" : "-vsync";
        if (plan.Target.Kind == RecordTargetKind.Device)
        {
            arguments.AddRange(["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-c:v", "rawvideo", mode, "passthrough", "-f", "v4l2", plan.Target.Name]);
            return arguments;
        }

        arguments.AddRange(plan.Encoder!.Arguments(plan.Pictures, plan.Quality, renderNode));
        if (plan.RateHz > 0)
        {
            arguments.AddRange([mode, "cfr", "-r", plan.RateHz.ToString("0.######", CultureInfo.InvariantCulture)]);
        }
        else
        {
            arguments.AddRange([mode, "passthrough", "-enc_time_base", plan.Target.Container is "mp4" or "mov" ? "1:90000" : "1:1000"]);
        }

        if (plan.Sound is not null)
        {
            // Where sound is missing there is silence, and its first sample is at the beginning.
            arguments.AddRange(["-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", .. SoundEncoder(plan, has)]);
        }

        if (plan.Target.Container is "mp4" or "mov")
        {
            // A pipe cannot be gone back in: fragments, each complete in itself. A file gets its index at the front.
            arguments.AddRange(["-movflags", plan.Target.Kind == RecordTargetKind.Pipe ? "+frag_keyframe+empty_moov+default_base_moof" : "+faststart"]);
            if (plan.Encoder.Name.StartsWith("hevc", StringComparison.Ordinal) || plan.Encoder.Name == "libx265")
            {
                arguments.AddRange(["-tag:v", "hvc1"]);
            }
        }

        if (plan.Target.Container is "matroska" or "webm")
        {
            // Written every second: what was recorded until a crash, or a moment ago by a reader of the pipe, can be played.
            arguments.AddRange(["-flush_packets", "1", "-cluster_time_limit", "1000"]);
        }

        // "file:" keeps a name with a colon from being taken for a protocol.
        arguments.AddRange(["-f", plan.Target.Container, plan.Target.Kind == RecordTargetKind.Pipe ? "pipe:1" : "file:" + plan.Target.Name]);
        return arguments;
    }

    /// <summary>gst-launch-1.0's, for a PipeWire source.</summary>
    public static IReadOnlyList<string> MakePipeWire(RecordPlan plan)
    {
        var rate = (int)Math.Round(plan.RateHz * 1000);
        return
        [
            "-q", "fdsrc", "fd=0", "!",
            "rawvideoparse", "format=bgrx", string.Create(CultureInfo.InvariantCulture, $"width={plan.Pictures.Width}"), string.Create(CultureInfo.InvariantCulture, $"height={plan.Pictures.Height}"),
            string.Create(CultureInfo.InvariantCulture, $"framerate={rate}/1000"), "!",
            "videoconvert", "!",
            "pipewiresink", "mode=provide", "sync=false", "client-name=Oriel", $"stream-properties=props,media.class=Video/Source,media.role=Camera,node.name={plan.Target.Name},node.description={plan.Target.Name}",
        ];
    }

    private static string[] SoundEncoder(RecordPlan plan, Func<string, bool> has) => plan.Target.Container switch
    {
        "matroska" or "nut" when plan.Encoder!.IsLossless => ["-c:a", "flac"],
        "matroska" or "webm" when has("libopus") => ["-c:a", "libopus", "-b:a", "160k"],
        _ => ["-c:a", "aac", "-b:a", "192k"],
    };
}
