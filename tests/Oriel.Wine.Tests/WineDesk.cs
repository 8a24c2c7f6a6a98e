using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>A Windows desktop on an X server of its own, exactly as large, with a program on it that paints what it is told (painter.c).</summary>
public sealed class WineDesk : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static int s_made;

    private readonly string _prefix;
    private readonly string _orders;
    private readonly Dictionary<string, string?> _environment;
    private readonly TestProcess _painter;
    private int _given;

    /// <summary>Starts it all and waits until the painter covers the desktop.</summary>
    public WineDesk(string prefix, string painter, int width, int height)
    {
        (_prefix, Width, Height) = (prefix, width, height);
        Server = XvfbServer.StartOrSkip($"{width}x{height}");
        try
        {
            _environment = Server.Environment([.. Variables(prefix)]);
            SetDesktop(width, height);
            _orders = Path.Combine(Path.GetDirectoryName(prefix)!, $"orders-{++s_made}");
            File.WriteAllText(_orders, "");
            _painter = Start(painter, WineHome.WindowsPath(_orders));
            _painter.WaitForLine($"ready {width}x{height}", s_patience);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Width { get; }

    public int Height { get; }

    public XvfbServer Server { get; }

    /// <summary>What the painter printed.</summary>
    public TestProcess Painter => _painter;

    public bool IsUp => !_painter.HasExited && !Server.Process.HasExited;

    /// <summary>Variables that make Wine programs use a prefix, quietly, and without asking for the parts we do not need.</summary>
    public static IEnumerable<(string Name, string? Value)> Variables(string prefix) =>
    [
        ("WINEPREFIX", prefix), ("WINEDEBUG", "-all"), ("WINEDLLOVERRIDES", "mscoree=d;mshtml=d;winemenubuilder.exe=d"), ("LC_ALL", "C.UTF-8"),
    ];

    /// <summary>Starts a Windows program on the desktop.</summary>
    public TestProcess Start(string program, params string[] arguments) => TestProcess.Start("wine", [program, .. arguments], _environment);

    /// <summary>Runs the agent to its end.</summary>
    public (int Status, string Output) RunAgent(params string[] arguments)
    {
        using var agent = Start(WineHome.Agent, arguments);
        return (agent.WaitForExit(s_patience), agent.Output);
    }

    /// <summary>Gives the painter orders and waits until it obeyed all of them.</summary>
    public void Paint(params string[] orders)
    {
        File.AppendAllText(_orders, string.Concat(orders.Select(o => o + "\n")));
        _given += orders.Length;
        _painter.WaitForLine($"^done {_given}$", s_patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Wine's server ends everything that runs in the prefix, which is ours alone, and writes the registry.
        using (var end = TestProcess.Start("wineserver", ["-k"], Server.Environment([.. Variables(_prefix)])))
        {
            _ = end.WaitForExit(s_patience);
        }

        using (var wait = TestProcess.Start("wineserver", ["-w"], Server.Environment([.. Variables(_prefix)])))
        {
            _ = wait.WaitForExit(s_patience);
        }

        _painter?.Dispose();
        Server.Dispose();
    }

    // The registry file may be added to while Wine's server is down; a section that comes twice is merged.
    private void SetDesktop(int width, int height) => File.AppendAllText(Path.Combine(_prefix, "user.reg"),
        $"\n[Software\\\\Wine\\\\Explorer]\n\"Desktop\"=\"oriel\"\n\n[Software\\\\Wine\\\\Explorer\\\\Desktops]\n\"oriel\"=\"{width}x{height}\"\n");
}
