using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel list</c>: which regions there are and what is alive in them.</summary>
internal static class ListCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE|DEVICE")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "More places to look at besides /dev/shm, /dev/kvmfr* and what \"oriel serve\" serves.",
        };
        paths.Validators.Add(PlainText.RefuseUnknownOptions);
        var json = new Option<bool>("--json") { Description = "Print a JSON array, one object for each region." };
        var all = new Option<bool>("--all", "-a") { Description = "List files in /dev/shm that hold no session, too." };
        var command = new Command(
            "list",
            "Finds regions and tells what is alive in them: session, protocol versions, mode of the newest frame, subscribers, the agent's build. "
            + "Watches every heartbeat for up to 1.1 s, all at once; writes nothing.\n\n"
            + "Examples:\n"
            + "  oriel list\n"
            + "  oriel list --json | jq -r '.[] | select(.alive) | .path'\n"
            + "  oriel list /mnt/vm/region.bin\n\n"
            + "States: live (heartbeat moves), stopped (a session without heartbeat), no-producer, version-mismatch, session-refused, undecided, session-lost, "
            + "unreadable. Exit status: 0, or 3 when a region that was named cannot be opened.");
        command.Arguments.Add(paths);
        command.Options.Add(json);
        command.Options.Add(all);
        command.SetAction(parsed => Run(parsed.GetValue(paths) ?? [], parsed.GetValue(json), parsed.GetValue(all)));
        return command;
    }

    private static int Run(string[] paths, bool json, bool all)
    {
        var scan = new ListScan();
        var entries = scan.Run(paths, all);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(entries, ListJsonContext.Default.IReadOnlyListListEntry));
        }
        else
        {
            Write(Console.Out, entries, scan.OtherFiles);
        }

        var named = paths.ToHashSet(StringComparer.Ordinal);
        return entries.Any(e => e.State == "unreadable" && named.Contains(e.Path)) ? ExitCodes.Region : ExitCodes.Success;
    }

    private static void Write(TextWriter output, IReadOnlyList<ListEntry> entries, int others)
    {
        if (entries.Count == 0)
        {
            output.WriteLine("no region found");
        }
        else
        {
            List<string[]> rows = [["REGION", "SIZE", "STATE", "SESSION", "LGMP/KVMFR", "MODE", "SUBSCRIBERS", "AGENT"]];
            rows.AddRange(entries.Select(Row));
            PlainText.WriteTable(output, rows);
        }

        foreach (var entry in entries.Where(e => e.Reason is not null))
        {
            output.WriteLine($"{PlainText.Safe(entry.Path)}: {PlainText.Safe(entry.Reason!)}");
        }

        foreach (var entry in entries.Where(e => e.GuestTrouble is not null))
        {
            output.WriteLine($"{PlainText.Safe(entry.Path)}: {entry.GuestTrouble}");
        }

        if (others > 0)
        {
            output.WriteLine($"{others} other {(others == 1 ? "file" : "files")} in /dev/shm without a session (--all lists them)");
        }
    }

    private static string[] Row(ListEntry e) =>
    [
        PlainText.Safe(e.Path),
        e.Bytes is { } bytes ? PlainText.Bytes(bytes) : "-",
        e.State,
        e.SessionID?.ToString() ?? "-",
        e.LgmpVersion is null ? "-" : $"{e.LgmpVersion}/{e.KvmfrVersion?.ToString() ?? "?"}",
        e.FrameWidth is null ? "-" : $"{e.FrameWidth}x{e.FrameHeight} {e.FrameType}",
        e.Subscribers?.ToString() ?? "-",
        string.IsNullOrEmpty(e.Hostver) ? "-" : e.Hostver,
    ];
}

/// <summary>Source-generated serializer of the list.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ListEntry>))]
internal sealed partial class ListJsonContext : JsonSerializerContext;
