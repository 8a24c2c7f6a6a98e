using System.Globalization;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Inspection;

namespace Oriel.Cli.Commands;

/// <summary>The timing record for people.</summary>
internal static class InspectTimesText
{
    /// <summary>Writes it, with the newest frames last.</summary>
    public static void Write(TextWriter output, InspectedTimes timing)
    {
        var clock = timing.Clock switch
        {
            GuestTimebaseKind.LinuxMonotonic => "CLOCK_MONOTONIC",
            GuestTimebaseKind.WindowsPerformanceCounter => "QueryPerformanceCounter",
            _ => "a clock of unknown kind",
        };
        output.WriteLine($"  times      by {clock}{(timing.SameClock ? " of this machine" : "")}, steps of {timing.ResolutionNs} ns; {timing.Frames.Count} frames");
        foreach (var frame in timing.Frames)
        {
            output.WriteLine($"    frame {frame.Serial}: published {Seconds(frame.PublishedNs)}, captured {Before(frame.CapturedNs, frame.PublishedNs)} before, last pixel {Before(frame.PublishedNs, frame.FilledNs)} after");
        }

        foreach (var echo in timing.Echoes)
        {
            output.WriteLine($"    viewer in slot {echo.Slot}: its clock {Seconds(echo.ConsumerNs)} read at {Seconds(echo.ProducerNs)}");
        }
    }

    private static string Seconds(ulong? ns) => ns is { } known ? $"{(known / 1e9m).ToString("0.000000", CultureInfo.InvariantCulture)} s" : "unknown";

    // A guest may have written any two numbers.
    private static string Before(ulong? earlier, ulong? later) => (earlier, later) is ({ } from, { } to) && to >= from
        ? $"{((to - from) / 1e6m).ToString("0.000", CultureInfo.InvariantCulture)} ms"
        : "unknown";
}
