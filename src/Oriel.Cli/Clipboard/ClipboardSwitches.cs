using System.CommandLine;
using Oriel.Cli.Help;

namespace Oriel.Cli.Clipboard;

/// <summary>The options about clipboard and dropped files. One set for each command.</summary>
internal sealed class ClipboardSwitches
{
    private readonly Option<OnOff> _toVm = Switch("--clipboard-to-vm", "What is copied on the host can be pasted in the guest");
    private readonly Option<OnOff> _toLocal = Switch("--clipboard-to-local", "What is copied in the guest can be pasted on the host");
    private readonly Option<OnOff> _primary = Switch("--clipboard-primary", "Also what is merely marked, for the middle button (X11 only)");
    private readonly Option<OnOff> _files = Switch("--file-drop", "Files dropped on the window are sent to the guest");

    /// <summary>The options.</summary>
    public HelpGroup Group => new("Clipboard", [_toVm, _toLocal, _primary, _files]);

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
        ToGuest = parsed.GetValue(_toVm) == OnOff.On,
        ToHost = parsed.GetValue(_toLocal) == OnOff.On,
        Primary = parsed.GetValue(_primary) == OnOff.On,
        Files = parsed.GetValue(_files) == OnOff.On,
    };

    private static Option<OnOff> Switch(string name, string description) => Choice.Of(name, description, ("on", OnOff.On), ("off", OnOff.Off));
}
