using System.Globalization;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Record;

/// <summary>Words of <c>oriel record</c>. Pure.</summary>
internal static class RecordText
{
    /// <summary>The line that is shown while it records.</summary>
    public static string Progress(TimeSpan time, long? bytes, double rate, long dropped) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Clock(time)}  {(bytes is { } size ? PlainText.Bytes((ulong)size) + "  " : "")}{rate:0.0} pictures a second  {dropped} dropped");

    /// <summary>The line at the end.</summary>
    public static string Summary(RecordReport report)
    {
        var size = report.Bytes is { } bytes ? $", {PlainText.Bytes((ulong)bytes)}" : "";
        var how = report.Encoder is { } encoder ? $", {encoder}{(report.IsHardware ? " on the GPU" : "")}{(report.IsHdr ? ", HDR" : "")}{(report.HasSound ? ", with sound" : ", without sound")}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{PlainText.Safe(report.Target)}: {report.Seconds:0.0} s, {report.Pictures} pictures of {report.Width}x{report.Height}{size}{how}; {report.Dropped} dropped");
    }

    private static string Clock(TimeSpan time) => time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss\.f", CultureInfo.InvariantCulture);
}
