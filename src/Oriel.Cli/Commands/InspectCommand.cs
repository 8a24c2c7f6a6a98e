using System.CommandLine;
using Oriel.Relay.Inspection;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel inspect</c>: everything that stands in one region or a copy of one.</summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var source = new Argument<string>("FILE|DEVICE")
        {
            Description = "A region file, a copy of one (also gzip-compressed, *.gz), a device such as /dev/kvmfr0 or kvmfr0, doorbell:NAME from \"oriel serve\", vm:NAME for that of a virtual machine, or pci:N inside a guest.",
        };
        source.Validators.Add(PlainText.RefuseUnknownOptions);
        var json = new Option<bool>("--json") { Description = "Print JSON; field names are those of tests/vectors/README.md, unknown things are left out." };
        var session = new Option<bool>("--session-only") { Description = "Session and queues only: no messages, no checksums. Quick on large regions." };
        var command = new Command(
            "inspect",
            "Decodes a region: session, records, queues and every pending message, with checksums of the pixels. Works on live regions, on what "
            + "a dead producer left behind and on copies. Nothing is ever written to it; refused parts appear with the reason.\n\n"
            + "Examples:\n"
            + "  oriel inspect /dev/shm/oriel\n"
            + "  oriel inspect --json /dev/kvmfr0 | jq '.pending[] | select(.refused)'\n"
            + "  cp /dev/shm/oriel seen-here.bin && oriel inspect seen-here.bin\n\n"
            + "Exit status: 0 a session was read, 3 the region cannot be opened, 4 no session that can be read, 5 unknown version.");
        command.Arguments.Add(source);
        command.Options.Add(json);
        command.Options.Add(session);
        command.SetAction(parsed => Run(
            RegionOption.Named(parsed.GetValue(source)!), parsed.GetValue(json), parsed.GetValue(session) ? InspectionOptions.SessionOnly : InspectionOptions.Full));
        return command;
    }

    private static int Run(string source, bool json, InspectionOptions options)
    {
        var report = InspectImage.Inspect(source, options);
        if (json)
        {
            Console.Out.WriteLine(InspectionJson.Write(report));
        }
        else
        {
            InspectText.Write(Console.Out, source, report);
        }

        return report.State switch
        {
            InspectionState.Session => ExitCodes.Success,
            InspectionState.VersionMismatch => ExitCodes.VersionMismatch,
            _ => ExitCodes.NoProducer,
        };
    }
}
