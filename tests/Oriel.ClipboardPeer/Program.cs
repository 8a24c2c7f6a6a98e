using System.Collections.Concurrent;
using System.Security.Cryptography;
using Oriel.Display;
using Oriel.Display.Clipboard;
using Oriel.Display.Windowing;
using Oriel.Interop.Linux;

// A window with the host's clipboard beside it, for tests with real compositors and programs. Commands come line by line through a named pipe (the first argument), what happens is
// printed: "changed Clipboard Text Png", "lost Clipboard", "asked Text", "fetched Text Content 5 SHA256". Ends with the pipe's last writer.
using var window = new SdlWindow(new WindowOptions { Width = 300, Height = 200, Driver = args[1] == "x11" ? WindowDriver.X11 : WindowDriver.Wayland }, error => ProcessEnd.Now(error.Code.ExitCode));
window.Show();
using var render = new RenderLoop(new RenderOptions(), window.Surface);
render.Start();
using var clipboard = HostClipboards.Open(window.Surface)!;
var content = new ConcurrentDictionary<HostContentType, byte[]>();
clipboard.Changed = (selection, types) => Say($"changed {selection} {string.Join(' ', types)}");
clipboard.Lost = selection => Say($"lost {selection}");
clipboard.Requested = request =>
{
    Say($"asked {request.Type}");
    if (content.TryGetValue(request.Type, out var bytes))
    {
        request.Answer(bytes);
    }
    else
    {
        request.Refuse();
    }
};
clipboard.Start();
Say($"ready: {clipboard.Description}");
var isOver = false;
var reader = new Thread(ReadCommands) { IsBackground = true };
reader.Start();
while (!Volatile.Read(ref isOver))
{
    if (window.TryWait(null, out var e) && e.Kind == WindowEventKind.FocusGained)
    {
        Say("focus");
    }
}

return 0;

void ReadCommands()
{
    foreach (var line in File.ReadLines(args[0]))
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "serve":
                content[Enum.Parse<HostContentType>(words[1])] = File.ReadAllBytes(words[2]);
                break;
            case "offer":
                clipboard.Offer(HostSelection.Clipboard, [.. words[1..].Select(Enum.Parse<HostContentType>)]);
                break;
            case "withdraw":
                clipboard.Withdraw(HostSelection.Clipboard);
                break;
            case "fetch":
                _ = FetchAsync(Enum.Parse<HostContentType>(words[1]));
                break;
            default:
                Say($"unknown command {line}");
                break;
        }
    }

    Volatile.Write(ref isOver, true);
    window.Wake();
}

async Task FetchAsync(HostContentType type)
{
    var answer = await clipboard.FetchAsync(HostSelection.Clipboard, type);
    Say($"fetched {type} {answer.Outcome} {answer.Content.Length} {Convert.ToHexString(SHA256.HashData(answer.Content.Span))}");
}

static void Say(string line)
{
    Console.Out.WriteLine(line);
    Console.Out.Flush();
}
