using System.CommandLine;
using System.Text;
using Oriel.Cli.Clipboard;
using Oriel.Cli.Guest;
using Oriel.Cli.Help;
using Oriel.Cli.Sound;

namespace Oriel.Cli.Spice;

/// <summary>The options that say where the VM's SPICE server is. One set for each command.</summary>
internal sealed class SpiceSwitches
{
    /// <summary>Holds the password when no file is named.</summary>
    public const string TicketVariable = "ORIEL_SPICE_TICKET";

    private const string Off = "off";

    // The server reads no more (spice.md section 3.6).
    private const int MostTicketBytes = 60;

    private readonly Option<string> _address = new("--spice")
    {
        HelpName = "ADDRESS|off",
        Description = "The VM's SPICE server, for keyboard, mouse, sound, clipboard and the picture before the agent runs: HOST:PORT, tls://HOST:PORT, the path of a Unix socket, "
            + $"or what 'virsh domdisplay' prints (default: that of the virtual machine, where one was found or named, else 127.0.0.1:{SpiceAddress.DefaultPort})",
        DefaultValueFactory = _ => $"127.0.0.1:{SpiceAddress.DefaultPort}",
    };

    private readonly Option<string?> _ticket = new("--spice-ticket-file")
    {
        HelpName = "FILE",
        Description = $"File whose first line is the server's password; default: ${TicketVariable}. There is no option for the password itself: everybody on this machine could read it",
    };

    private readonly Option<string?> _ca = new("--spice-ca") { HelpName = "FILE.pem", Description = "Authority that signed the server's TLS certificate (default: the system's)" };

    private readonly Option<string?> _subject = new("--spice-subject")
    {
        HelpName = "SUBJECT",
        Description = "Subject the server's TLS certificate must have, such as 'O=Example,CN=box', instead of the host's name",
    };

    private readonly Option<bool> _noFallback = new("--no-fallback") { Description = "Do not show the emulated screen while the guest's agent gives no picture" };

    private readonly Option<bool> _noInput = new("--no-spice-input") { Description = "Send no keyboard and no mouse through SPICE; sound and clipboard stay" };

    /// <summary>The options.</summary>
    public HelpGroup Group => new("SPICE", [_address, _ticket, _ca, _subject, _noFallback, _noInput]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Group.Options)
        {
            command.Options.Add(option);
        }

        _address.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && token.Value != Off && !SpiceAddress.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is not {SpiceAddress.Expected}");
            }
        });
    }

    /// <summary>What was asked for; null = no SPICE. Throws <see cref="OrielException"/> when the password's file cannot be read.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sound">Sound and microphone.</param>
    /// <param name="clipboard">Clipboard and files.</param>
    /// <param name="region">The region, and with it perhaps a machine whose SPICE server is known: it is used unless one was named. A machine without one gets none, lest another's keyboard is used.</param>
    public GuestOptions? Read(ParseResult parsed, SoundSettings sound, ClipboardOptions clipboard, RegionChoice? region = null)
    {
        var isNamed = parsed.GetResult(_address) is { Implicit: false };
        var isMachines = !isNamed && region?.Spice is not null;
        var text = isMachines ? region!.Spice! : parsed.GetValue(_address)!;
        if (text == Off || !SpiceAddress.TryParse(text, out var server))
        {
            return null;
        }

        return new GuestOptions
        {
            Server = server with { Ticket = Ticket(parsed.GetValue(_ticket)), CaFile = parsed.GetValue(_ca), HostSubject = parsed.GetValue(_subject) },
            IsGiven = isNamed || (isMachines && region!.Origin == RegionOrigin.Machine),
            Sound = sound,
            Clipboard = clipboard,
            SendInput = !parsed.GetValue(_noInput),
            ShowFallback = !parsed.GetValue(_noFallback),
        };
    }

    private static string? Ticket(string? file)
    {
        var ticket = file is null ? Environment.GetEnvironmentVariable(TicketVariable) : FirstLine(file);
        if (string.IsNullOrEmpty(ticket))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(ticket);
        return bytes <= MostTicketBytes
            ? ticket
            : throw new OrielException(SpiceErrors.BadTicket, $"the SPICE password has {bytes} bytes", $"at most {MostTicketBytes}, which is all a SPICE server compares", "set a shorter password on the server");
    }

    private static string FirstLine(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            return reader.ReadLine() ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(SpiceErrors.BadTicket, $"{file}: {error.Message}", "a readable file with the password in its first line", "name another file, or change its permissions", error);
        }
    }
}
