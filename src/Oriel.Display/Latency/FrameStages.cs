using Oriel.Relay.Consumer;

namespace Oriel.Display.Latency;

/// <summary>Names of the stages, and what a frame's times say about them. Pure; allocates nothing.</summary>
public static class FrameStages
{
    /// <summary>Stages there are.</summary>
    public const int Count = (int)FrameStage.Total + 1;

    /// <summary>Stages that follow one another, from the first on.</summary>
    public const int Steps = (int)FrameStage.Present + 1;

    /// <summary>Times that follow one another: one more than steps.</summary>
    public const int Points = Steps + 1;

    private const int Filled = Points;
    private static readonly string[] s_points = ["captured", "published", "seen", "copied", "uploaded", "submitted", "presented", "filled"];
    private static readonly string[] s_names = ["publish", "wake", "copy", "upload", "draw", "present", "fill", "upload+draw", "viewer", "from published", "total"];
    private static readonly string[] s_spans = [.. Enumerable.Range(0, Count).Select(i => $"{s_points[Ends((FrameStage)i).From]} to {s_points[Ends((FrameStage)i).To]}")];

    /// <summary>A word for a narrow column.</summary>
    public static string Name(FrameStage stage) => s_names[(int)stage];

    /// <summary>Which two times it lies between, in words.</summary>
    public static string Span(FrameStage stage) => s_spans[(int)stage];

    /// <summary>The name of a time: 0 = captured … 6 = presented, and 7 = filled, which lies beside the row.</summary>
    public static string PointName(int point) => s_points[point];

    /// <summary>A time of the frame, nanoseconds of the host's monotonic clock: 0 = captured … 6 = presented, 7 = filled; <see cref="FrameTimes.Unknown"/> when it was not measured.</summary>
    public static long Point(in FrameTimes times, int point) => point switch
    {
        0 => times.CapturedNs,
        1 => times.PublishedNs,
        2 => times.SeenNs,
        3 => times.CopiedNs,
        4 => times.UploadedNs,
        5 => times.SubmittedNs,
        6 => times.PresentedNs,
        Filled => times.FilledNs,
        _ => throw new ArgumentOutOfRangeException(nameof(point), point, "a frame has times 0 to 7"),
    };

    /// <summary>How long a stage took, nanoseconds; <see cref="FrameTimes.Unknown"/> when one of its ends is unknown. Negative where the guest's clock is off by more than it took.</summary>
    public static long Duration(in FrameTimes times, FrameStage stage)
    {
        var (from, to) = Ends(stage);
        var (begin, end) = (Point(times, from), Point(times, to));
        return begin == FrameTimes.Unknown || end == FrameTimes.Unknown ? FrameTimes.Unknown : end - begin;
    }

    /// <summary>The times a stage lies between.</summary>
    public static (int From, int To) Ends(FrameStage stage) => stage switch
    {
        <= FrameStage.Present => ((int)stage, (int)stage + 1),
        FrameStage.Fill => (1, Filled),
        FrameStage.Render => (3, 5),
        FrameStage.Viewer => (2, 6),
        FrameStage.FromPublished => (1, 6),
        _ => (0, 6),
    };

    /// <summary>How it is known when the frame was shown, in words.</summary>
    public static string Words(PresentationEvidence evidence) => evidence switch
    {
        PresentationEvidence.SwapReturned => "swap returned",
        PresentationEvidence.WindowSystem => "told by the window system",
        _ => "unknown",
    };
}
