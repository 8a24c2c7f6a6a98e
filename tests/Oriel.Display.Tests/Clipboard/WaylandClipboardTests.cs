using System.Security.Cryptography;
using Oriel.Testing;

namespace Oriel.Display.Tests.Clipboard;

/// <summary>The clipboard beside SDL's connection under a real compositor, against wl-copy and wl-paste. Both take the keyboard from our window for a moment, as any program would.</summary>
public sealed class WaylandClipboardTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly SwayServer _wayland = SwayServer.StartOrSkip();
    private readonly TempFolder _folder = new();
    private readonly TestProcess _peer;
    private readonly StreamWriter _commands;
    private int _seen;

    public WaylandClipboardTests()
    {
        var pipe = _folder.File("commands");
        _ = TestProcess.Run("mkfifo", [pipe]);
        _peer = TestProcess.Start(Executables.Find("Oriel.ClipboardPeer", "oriel-clipboard-peer"), [pipe, "wayland"], _wayland.Environment());
        Eventually.True(() => _peer.HasExited || _peer.Output.Contains("ready", StringComparison.Ordinal), s_patience, () => _peer.Output);
        Assert.False(_peer.HasExited, _peer.Output);

        // Both ways, so that opening does not wait for the reader.
        _commands = new StreamWriter(new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite)) { AutoFlush = true };
    }

    public void Dispose()
    {
        _commands.Dispose();
        _peer.Dispose();
        _wayland.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Content_comes_from_and_goes_to_other_programs()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("wl-copy"), "wl-copy is not installed (package wl-clipboard)");
        Wait("focus");
        var png = new byte[3 << 20];
        new Random(4).NextBytes(png);
        File.WriteAllBytes(_folder.File("png"), png);

        // In: text, then a picture that fills many pipes.
        using (Copy("text/plain;charset=utf-8", "grüße"u8.ToArray()))
        {
            Wait("changed Clipboard Text");
            Fetch("Text", "grüße"u8.ToArray());
            using (Copy("image/png", png))
            {
                Wait("changed Clipboard Png");
                Fetch("Png", png);
            }
        }

        // Out, and no echo of our own offer.
        File.WriteAllText(_folder.File("text"), "schöne\nZeilen");
        _commands.WriteLine($"serve Text {_folder.File("text")}");
        _commands.WriteLine($"serve Png {_folder.File("png")}");
        _commands.WriteLine("offer Text Png");
        Eventually.True(
            () =>
            {
                using var list = TestProcess.Start("wl-paste", ["--list-types"], _wayland.Environment());
                return list.WaitForExit(s_patience) == 0 && list.Output.Contains("image/png", StringComparison.Ordinal) && list.Output.Contains("text/plain;charset=utf-8", StringComparison.Ordinal);
            },
            s_patience, "our offer stands");
        Assert.Equal(File.ReadAllBytes(_folder.File("text")), Paste("text/plain;charset=utf-8"));
        Wait("asked Text");
        Assert.Equal(png, Paste("image/png"));
        Wait("asked Png");
        Assert.DoesNotContain(_peer.LinesFrom(_seen), l => l.StartsWith("changed Clipboard Text", StringComparison.Ordinal));

        // Somebody else copies: lost.
        using (Copy("text/plain", "x"u8.ToArray()))
        {
            Wait("lost Clipboard");
            Wait("changed Clipboard Text");
        }
    }

    private void Fetch(string type, byte[] expected)
    {
        _commands.WriteLine("fetch " + type);
        Wait($"fetched {type} Content {expected.Length} {Convert.ToHexString(SHA256.HashData(expected))}");
    }

    private void Wait(string start)
    {
        Eventually.True(
            () => _peer.LinesFrom(_seen).Any(l => l.StartsWith(start, StringComparison.Ordinal)), s_patience, () => $"\"{start}\" after line {_seen} of:\n{_peer.Output}");
        _seen += _peer.LinesFrom(_seen).TakeWhile(l => !l.StartsWith(start, StringComparison.Ordinal)).Count() + 1;
    }

    private TestProcess Copy(string type, byte[] content)
    {
        var file = _folder.File($"copy-{Guid.NewGuid():N}");
        File.WriteAllBytes(file, content);
        return TestProcess.Start("sh", ["-c", "exec wl-copy --foreground --type \"$1\" <\"$2\"", "sh", type, file], _wayland.Environment());
    }

    private byte[] Paste(string type)
    {
        var file = _folder.File("pasted");
        _ = TestProcess.Run("sh", ["-c", "exec wl-paste --no-newline --type \"$1\" >\"$2\"", "sh", type, file], _wayland.Environment());
        return File.ReadAllBytes(file);
    }
}
