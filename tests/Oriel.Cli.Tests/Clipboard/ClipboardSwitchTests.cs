using System.CommandLine;
using Oriel.Cli.Clipboard;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>The options about clipboard and dropped files.</summary>
public sealed class ClipboardSwitchTests
{
    [Fact]
    public void Everything_passes_unless_told_otherwise_and_each_way_has_its_own_switch()
    {
        Assert.Equal(new ClipboardOptions(), Read());
        Assert.Equal(new ClipboardOptions { ToGuest = false }, Read("--clipboard-to-vm", "off"));
        Assert.Equal(new ClipboardOptions { ToHost = false }, Read("--clipboard-to-local", "off"));
        Assert.Equal(new ClipboardOptions { Primary = false, Files = false }, Read("--clipboard-primary", "off", "--file-drop", "off"));
    }

    private static ClipboardOptions Read(params string[] words)
    {
        var switches = new ClipboardSwitches();
        var command = new RootCommand();
        switches.AddTo(command);
        var parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return switches.Read(parsed);
    }
}
