using System.CommandLine;
using Oriel.Cli.Help;

namespace Oriel.Cli.Clipboard;

/// <summary>The options about clipboard and dropped files. One set for each command.</summary>
internal sealed class ClipboardSwitches
{
    private readonly Option<bool> _off = new("--no-clipboard") { Description = "Host and guest do not share the clipboard" };
    private readonly Option<bool> _notToGuest = new("--no-clipboard-to-guest") { Description = "Nothing copied on the host can be pasted in the guest" };
    private readonly Option<bool> _notToHost = new("--no-clipboard-to-host") { Description = "Nothing copied in the guest can be pasted on the host" };
    private readonly Option<bool> _notPrimary = new("--no-primary") { Description = "Only what is copied passes, not what is merely marked" };
    private readonly Option<bool> _noFiles = new("--no-file-drop") { Description = "Files dropped on the window are not sent to the guest" };

    /// <summary>The options.</summary>
    public HelpGroup Group => new("Clipboard", [_off, _notToGuest, _notToHost, _notPrimary, _noFiles]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in Group.Options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for.</summary>
    public ClipboardOptions Read(ParseResult parsed) => new()
    {
        ToGuest = !parsed.GetValue(_off) && !parsed.GetValue(_notToGuest),
        ToHost = !parsed.GetValue(_off) && !parsed.GetValue(_notToHost),
        Primary = !parsed.GetValue(_notPrimary),
        Files = !parsed.GetValue(_noFiles),
    };
}
