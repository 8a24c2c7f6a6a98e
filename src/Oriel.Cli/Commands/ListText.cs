using System.Globalization;

namespace Oriel.Cli.Commands;

/// <summary>The list for people.</summary>
internal static class ListText
{
    // Enough of a UUID for "oriel view".
    private const int UuidDigits = 8;

    /// <summary>Writes it: a row for each region and each machine, then what there is to say about them.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ListEntry> entries, int others, IReadOnlyList<string> unseen)
    {
        if (entries.Count == 0)
        {
            output.WriteLine("no region and no virtual machine found");
        }
        else
        {
            List<string[]> rows = [["REGION", "SIZE", "STATE", "HEALTH", "MACHINE", "UUID", "LGMP/KVMFR", "MODE", "RATE", "VIEWERS", "SPICE", "AGENT"]];
            rows.AddRange(entries.Select(Row));
            PlainText.WriteTable(output, rows);
        }

        foreach (var entry in entries)
        {
            foreach (var text in ((string?[])[entry.Reason, entry.GuestTrouble, entry.Health is "off" ? null : entry.Trouble]).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                output.WriteLine($"{PlainText.Safe(entry.Path.Length > 0 ? entry.Path : entry.Machine ?? "")}: {PlainText.Safe(text)}");
            }
        }

        foreach (var text in unseen)
        {
            output.WriteLine($"not seen: {PlainText.Safe(text)}");
        }

        if (entries.Any(entry => entry is { Machine: not null, Health: "warning" or "problem" or "no-agent" or "no-picture" }))
        {
            output.WriteLine("oriel doctor NAME says what to do");
        }

        if (others > 0)
        {
            output.WriteLine($"{others} other {(others == 1 ? "file" : "files")} in /dev/shm without a session (--all lists them)");
        }
    }

    private static string[] Row(ListEntry e) =>
    [
        e.Path.Length > 0 ? PlainText.Safe(e.Path) : "-",
        e.Bytes is { } bytes ? PlainText.Bytes(bytes) : "-",
        e.State,
        e.Health ?? "-",
        e.Machine is { } name ? PlainText.Safe(name) : "-",
        e.Uuid is { Length: > UuidDigits } uuid ? uuid[..UuidDigits] : "-",
        e.LgmpVersion is null ? "-" : $"{e.LgmpVersion}/{e.KvmfrVersion?.ToString() ?? "?"}",
        e.FrameWidth is null ? "-" : $"{e.FrameWidth}x{e.FrameHeight} {e.FrameType}",
        e.FramesPerSecond?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-",
        e.Subscribers?.ToString() ?? "-",
        e.Spice is { } spice ? PlainText.Safe(spice) : "-",
        string.IsNullOrEmpty(e.Hostver) ? "-" : e.Hostver,
    ];
}
