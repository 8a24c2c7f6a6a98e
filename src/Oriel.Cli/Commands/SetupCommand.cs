using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;
using Oriel.Cli.Help;
using Oriel.Cli.Setup;
using Oriel.Host.Setup;
using Oriel.Host.Systems;
using Oriel.Memory;

namespace Oriel.Cli.Commands;

/// <summary><c>oriel setup</c>: makes a virtual machine one that can be shown, and undoes that.</summary>
internal sealed class SetupCommand
{
    private readonly Argument<string?> _target = new("DOMAIN|FILE.xml|-") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<(int Width, int Height)?> _mode = Choice.Size("--mode", "Largest screen of the guest; the shared memory is sized for it (default: 3840x2160 for new memory, old memory keeps its size)", 64);
    private readonly Option<bool> _hdr = new("--hdr") { Description = "The guest shows HDR, which takes twice the memory" };
    private readonly Option<string?> _size = new("--size") { HelpName = "SIZE", Description = "Size of the shared memory, a power of two from 1M to 4G, instead of by the mode" };
    private readonly Option<bool> _plain = new("--plain") { Description = "Shared memory in a file below /dev/shm" };
    private readonly Option<bool> _doorbell = new("--doorbell") { Description = "Shared memory of \"oriel serve\", with interrupts: nobody polls" };
    private readonly Option<bool> _kvmfr = new("--kvmfr") { Description = "Shared memory of the kvmfr kernel module, by QEMU's own arguments" };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Name of the shared memory (default: as it is; new: oriel; with --doorbell the machine's; with --kvmfr the device, such as kvmfr1)" };
    private readonly Option<bool> _noSpice = new("--no-spice") { Description = "No SPICE server, nor what depends on it" };
    private readonly Option<string?> _spiceSocket = new("--spice-socket") { HelpName = "PATH", Description = "SPICE on a Unix socket instead of 127.0.0.1, which every user of this host reaches" };
    private readonly Option<bool> _noClipboard = new("--no-clipboard") { Description = "No channel for clipboard and files" };
    private readonly Option<bool> _noInputs = new("--no-inputs") { Description = "No mouse and keyboard by virtio" };
    private readonly Option<bool> _noSound = new("--no-sound") { Description = "No sound device, sound left as it is" };
    private readonly Option<bool> _keepTablet = new("--keep-tablet") { Description = "Leave a tablet in, although the pointer then sticks" };
    private readonly Option<bool> _keepBalloon = new("--keep-balloon") { Description = "Leave a memory balloon in" };
    private readonly Option<bool> _dryRun = new("--dry-run", "-n") { Description = "Show what would change, change nothing" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Change the machine without asking" };
    private readonly Option<bool> _applyHost = new("--apply-host") { Description = "Also do the steps on this host that this user may do; the others are printed. Never calls sudo" };
    private readonly Option<string?> _user = new("--user") { HelpName = "USER", Description = "Who views, for permissions (default: who runs this, also under sudo)" };
    private readonly Option<string?> _connect = new("--connect", "-c") { HelpName = "URI", Description = "libvirt's connection (default: $LIBVIRT_DEFAULT_URI, else qemu:///system, then qemu:///session)" };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "Write the new description to a file, - for standard output, and change nothing else" };
    private readonly Option<bool> _noValidate = new("--no-validate") { Description = "Do not have libvirt hold the description against its schema" };
    private readonly Option<bool> _undo = new("--undo") { Description = "Undo the last change that \"oriel setup\" made to the machine or file, and to this host with it" };
    private readonly Option<bool> _qemu = new("--qemu") { Description = "Print the same as arguments of QEMU, for machines without libvirt" };
    private readonly Option<string?> _guestIso = new("--guest-iso") { HelpName = "FILE", Description = "Make a CD image with the agent for the guest" };
    private readonly Option<string?> _from = new("--from") { HelpName = "FOLDER", Description = "With --guest-iso: folder with windows/ and linux/ (default: that of the package)" };

    private SetupCommand()
    {
        _target.Validators.Add(result =>
        {
            // "-" is standard input.
            if (result.Tokens is [{ Value: not "-" }])
            {
                PlainText.RefuseUnknownOptions(result);
            }
        });
        _size.Validators.Add(result => Require(result, text => TryBytes(text, out _), "is a power of two from 1M to 4G"));
        _name.Validators.Add(result => Require(result, DoorbellSource.IsName, $"has 1 to {DoorbellSource.LongestName} letters, digits, - and _"));
        _spiceSocket.Validators.Add(result => Require(result, text => text.StartsWith('/') && !text.Any(char.IsControl), "is an absolute path"));
        _user.Validators.Add(result => Require(result, text => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '$'), "is a login name"));
        _connect.Validators.Add(result => Require(result, text => !text.StartsWith('-'), "is a URI such as qemu:///system"));
    }

    /// <summary>Makes the command.</summary>
    public static Command Create(HelpWriter help)
    {
        var self = new SetupCommand();
        var command = new Command("setup", "Gives a virtual machine what Oriel needs, shows the difference first, and can undo it.");
        command.Arguments.Add(self._target);
        var groups = self.Groups();
        foreach (var option in groups.SelectMany(group => group.Options))
        {
            command.Options.Add(option);
        }

        command.Validators.Add(self.Validate);
        command.SetAction(self.Run);
        help.Add(command, new HelpPage
        {
            Usage = ["setup [DOMAIN|FILE.xml|-] [options]", "setup --undo DOMAIN|FILE.xml", "setup --qemu [options]", "setup --guest-iso FILE [--from FOLDER]"],
            Examples =
            [
                ("oriel setup win11", "show what would change, ask, change it"),
                ("oriel setup win11 --mode 5120x1440 --hdr", "memory for that screen"),
                ("oriel setup win11 --dry-run", "only show it"),
                ("oriel setup --undo win11", "as it was before"),
                ("oriel setup --qemu --mode 2560x1440", "arguments for a machine without libvirt"),
                ("oriel setup --guest-iso oriel-guest.iso", "the agent, for the guest"),
            ],
            Groups = groups,
            Notes =
            [
                ("Exit status", [("0", "done, or nothing to do, or the answer was no"), ("8", "not found, refused, or a file could not be written; docs/errors.md")]),
            ],
        });
        return command;
    }

    private static void Require(OptionResult result, Func<string, bool> fits, string rule)
    {
        if (result.Tokens.Count > 0 && !fits(result.Tokens[0].Value))
        {
            result.AddError($"{result.Option.Name} {rule}, not '{result.Tokens[0].Value}'");
        }
    }

    private static bool TryBytes(string text, out ulong bytes) => ByteSize.TryParse(text, out bytes) && BitOperations.IsPow2(bytes) && bytes is >= 1 << 20 and <= Region.LargestBytes;

    private List<HelpGroup> Groups() =>
    [
        new("Shared memory", [_mode, _hdr, _size, _plain, _doorbell, _kvmfr, _name]),
        new("Devices", [_noSpice, _spiceSocket, _noClipboard, _noInputs, _noSound, _keepTablet, _keepBalloon]),
        new("How", [_dryRun, _yes, _applyHost, _user, _connect, _output, _noValidate]),
        new("Instead", [_undo, _qemu, _guestIso, _from]),
    ];

    private void Validate(CommandResult result)
    {
        bool Given(Option option) => result.GetResult(option) is { Implicit: false };
        var target = result.GetResult(_target) is { Tokens: [{ } token, ..] } ? token.Value : null;
        Option[] kinds = [_plain, _doorbell, _kvmfr];
        if (kinds.Count(Given) > 1)
        {
            result.AddError("--plain, --doorbell and --kvmfr exclude each other");
        }

        Option[] instead = [_undo, _qemu, _guestIso];
        if (instead.Count(Given) > 1)
        {
            result.AddError("--undo, --qemu and --guest-iso exclude each other");
        }

        if (Given(_size) && (Given(_mode) || Given(_hdr)))
        {
            result.AddError("--size says the size; --mode and --hdr compute it");
        }

        if (Given(_undo) && target is null or "-" or "")
        {
            result.AddError("--undo needs the machine or the file");
        }

        if ((Given(_qemu) || Given(_guestIso)) && target is not null)
        {
            result.AddError("--qemu and --guest-iso are about no particular machine");
        }

        if (Given(_from) && !Given(_guestIso))
        {
            result.AddError("--from belongs to --guest-iso");
        }

        if (Given(_yes) && Given(_dryRun))
        {
            result.AddError("--yes and --dry-run exclude each other");
        }
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_guestIso) is { } image)
        {
            return GuestImageText.Make(image, parsed.GetValue(_from));
        }

        var request = Request(parsed);
        var system = new LiveSystem();
        if (parsed.GetValue(_qemu))
        {
            return QemuText.Print(request, system);
        }

        // The description may be on its way to another program.
        var isPiped = request.Target == "-" || request.Output == "-";
        var output = isPiped ? Console.Error : Console.Out;
        var isColoured = !(isPiped ? Console.IsErrorRedirected : Console.IsOutputRedirected) && string.IsNullOrEmpty(system.Variable("NO_COLOR"));
        var run = new SetupRun(request, system, new SetupText(output, isColoured), new SetupQuestion(request, Console.IsInputRedirected ? null : Console.In, output));
        return parsed.GetValue(_undo) ? run.Undo() : run.Run();
    }

    private SetupRequest Request(ParseResult parsed)
    {
        _ = TryBytes(parsed.GetValue(_size) ?? "", out var bytes);
        return new SetupRequest
        {
            Target = parsed.GetValue(_target) ?? "",
            Connection = parsed.GetValue(_connect) ?? "",
            Output = parsed.GetValue(_output) ?? "",
            Viewer = parsed.GetValue(_user) ?? "",
            DryRun = parsed.GetValue(_dryRun),
            Yes = parsed.GetValue(_yes),
            ApplyHost = parsed.GetValue(_applyHost),
            Validate = !parsed.GetValue(_noValidate),
            Wish = new SetupWish
            {
                Memory = parsed.GetValue(_plain) ? MemoryKind.Plain : parsed.GetValue(_doorbell) ? MemoryKind.Doorbell : parsed.GetValue(_kvmfr) ? MemoryKind.Kvmfr : MemoryKind.Keep,
                Name = parsed.GetValue(_name) ?? "",
                Mode = parsed.GetValue(_mode) ?? (parsed.GetValue(_hdr) ? SetupWish.UsualMode : default),
                Hdr = parsed.GetValue(_hdr),
                Bytes = bytes,
                SpiceSocket = parsed.GetValue(_spiceSocket) ?? "",
                Spice = !parsed.GetValue(_noSpice),
                Clipboard = !parsed.GetValue(_noClipboard),
                Inputs = !parsed.GetValue(_noInputs),
                Sound = !parsed.GetValue(_noSound),
                KeepTablet = parsed.GetValue(_keepTablet),
                KeepBalloon = parsed.GetValue(_keepBalloon),
            },
        };
    }
}
