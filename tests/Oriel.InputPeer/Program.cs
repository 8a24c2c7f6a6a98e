using System.CommandLine;
using System.Globalization;
using Oriel.Cli.Commands;
using Oriel.InputPeer;

// A window with the viewer's own input router in it, for tests with real keyboards and mice of a display server: what reaches the guest is printed, one line a call,
// or goes to a SPICE server.
var input = new InputSwitches();
var driver = new Option<WindowDriver>("--driver") { DefaultValueFactory = _ => WindowDriver.X11 };
var size = new Option<string>("--guest-size") { DefaultValueFactory = _ => "640x480" };
var modes = new Option<int>("--modes") { DefaultValueFactory = _ => 1 };
var spice = new Option<string?>("--spice-socket");
var rendered = new Option<bool>("--render");
var commands = new Option<string?>("--commands");
var root = new RootCommand("input peer") { driver, size, modes, spice, rendered, commands };
foreach (var option in input.Groups.SelectMany(g => g.Options))
{
    root.Options.Add(option);
}

root.SetAction(parsed =>
{
    var words = parsed.GetValue(size)!.Split('x');
    using var peer = new PeerWindow(
        input.Options(parsed),
        parsed.GetValue(driver),
        (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture)),
        parsed.GetValue(modes),
        parsed.GetValue(spice),
        parsed.GetValue(rendered),
        parsed.GetValue(commands));
    peer.Run();
});
return root.Parse(args).Invoke();
