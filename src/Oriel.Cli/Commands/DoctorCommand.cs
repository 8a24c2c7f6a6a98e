using System.CommandLine;
using Oriel.Cli.Doctor;
using Oriel.Cli.Help;
using Oriel.Host.Checks;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel doctor</c>: what is wrong with this machine's set-up, and what to do.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var machine = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "Only this virtual machine, by name or UUID" };
        machine.Validators.Add(PlainText.RefuseUnknownOptions);
        var region = new Option<string?>("--region", "-f") { HelpName = "FILE|DEVICE", Description = "Only this shared memory, as 'oriel view --region' takes it, and the machine that has it" };
        var mode = Choice.Size("--mode", "Largest screen the guest is to have; the shared memory is held against it (default: the guest's largest)", 64);
        var hdr = new Option<bool>("--hdr") { Description = "That screen shows HDR, which takes more memory" };
        var only = new Option<string[]>("--check")
        {
            HelpName = "ID|GROUP",
            Description = $"Only these checks, by id (D05) or group: {string.Join(", ", CheckChoice.Groups)}. May be repeated",
            AllowMultipleArgumentsPerToken = true,
        };
        only.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !CheckChoice.IsKnown(token.Value)))
            {
                result.AddError($"'{token.Value}' is neither a check nor a group: {string.Join(", ", CheckChoice.Groups)}");
            }
        });
        var all = new Option<bool>("--all", "-a") { Description = "Show what is right, too" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var color = Choice.Of("--color", "Colours; auto is: on a terminal, unless NO_COLOR is set", ("auto", ColorChoice.Auto), ("always", ColorChoice.Always), ("never", ColorChoice.Never));
        var record = new Option<string?>("--record") { HelpName = "FOLDER", Description = "Also write what was looked at into a new folder, to be looked through and sent" };
        var system = new Option<string?>("--system") { HelpName = "FOLDER", Description = "Judge such a recording instead of this machine" };
        var command = new Command("doctor", "Looks for everything that is known to go wrong with a set-up: what was seen, what would be right, why it matters, and the exact command or text that helps. Changes nothing and needs no root.")
        {
            machine, region, mode, hdr, only, all, json, color, record, system,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(record) is not null && result.GetResult(system) is not null)
            {
                result.AddError("--record and --system exclude each other");
            }
        });
        command.SetAction(parsed => DoctorRun.Run(
            new DoctorOptions
            {
                Checks = new CheckOptions
                {
                    Machine = parsed.GetValue(machine) ?? "",
                    Region = parsed.GetValue(region) ?? "",
                    Mode = parsed.GetValue(mode) ?? default,
                    Hdr = parsed.GetValue(hdr),
                },
                Only = parsed.GetValue(only) ?? [],
                All = parsed.GetValue(all),
                Json = parsed.GetValue(json),
                Color = parsed.GetValue(color),
                Record = parsed.GetValue(record),
                System = parsed.GetValue(system),
            },
            Console.Out,
            Console.Error));
        help.Add(command, new HelpPage
        {
            Usage = ["doctor [NAME] [options]"],
            Examples =
            [
                ("oriel doctor", "everything about this host and its machines"),
                ("oriel doctor win11 --mode 3840x2160", "one machine, and whether its memory is enough for 4K"),
                ("oriel doctor --check spice --check D05 --all", "some checks, good findings too"),
                ("oriel doctor --record report", "a folder to send with a question"),
            ],
            Groups = [new HelpGroup("Look at", [region, mode, hdr, only, system]), new HelpGroup("Print", [all, json, color, record])],
            Notes = [("Exit status", [("0", "nothing is wrong"), ("1", "there are warnings"), ("2", "there are problems (or the command line was not understood)"), ("8", "a recording cannot be read or written")])],
        });
        return command;
    }
}
