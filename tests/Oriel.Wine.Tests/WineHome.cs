using Oriel.Testing;

namespace Oriel.Wine.Tests;

/// <summary>What all tests share: one Wine prefix of our own, made once, the published agent, the painter compiled by MinGW, and the desktop that is up. Ended with the run.</summary>
public sealed class WineHome : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_publishPatience = TimeSpan.FromMinutes(10);
    private static TempFolder? s_folder;
    private static string? s_agent;
    private static WineDesk? s_desk;
    private static TestProcess? s_guard;

    /// <summary>Why nothing can run here; null when it can.</summary>
    public static string? MissingReason =>
        !TestProcess.IsInstalled("wine") || !TestProcess.IsInstalled("wineserver") ? "wine is not installed (package wine64, wine)"
        : !TestProcess.IsInstalled("x86_64-w64-mingw32-gcc") ? "x86_64-w64-mingw32-gcc is not installed (package gcc-mingw-w64-x86-64)"
        : XvfbServer.MissingReason;

    /// <summary>The published oriel-agent.exe.</summary>
    public static string Agent => s_agent ??= Publish();

    /// <summary>A folder for the run; the prefix is in it.</summary>
    public static TempFolder Folder => s_folder ?? throw new InvalidOperationException("no prefix yet");

    /// <summary>A desktop of this size: the one that is up when it has it, else a new one. Skips the test where Wine is missing.</summary>
    public static WineDesk DeskOrSkip(int width, int height)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        if (s_desk is { } desk && (desk.Width, desk.Height) == (width, height) && desk.IsUp)
        {
            return desk;
        }

        s_desk?.Dispose();
        s_desk = null;
        MakePrefix();
        return s_desk = new WineDesk(Folder.File("prefix"), Folder.File("painter.exe"), width, height);
    }

    /// <summary>How a Windows program names a file of ours.</summary>
    public static string WindowsPath(string path) => "Z:" + path.Replace('/', '\\');

    /// <inheritdoc/>
    public void Dispose()
    {
        s_desk?.Dispose();
        s_desk = null;
        s_guard?.Stop();
        s_guard?.Dispose();
        s_guard = null;
        s_folder?.Dispose();
        s_folder = null;
    }

    private static void MakePrefix()
    {
        if (s_folder is not null)
        {
            return;
        }

        var folder = new TempFolder();
        using var server = XvfbServer.StartOrSkip();
        var environment = server.Environment([.. WineDesk.Variables(folder.File("prefix"))]);
        TestProcess.Run("wine", ["wineboot", "-i"], environment, s_patience);
        TestProcess.Run("wineserver", ["-w"], environment, s_patience);

        // Wine's services outlive whoever started them. This process does not outlive us, and takes them along.
        s_guard = TestProcess.Start("sh", ["-c", "trap 'wineserver -k; kill $!; exit 0' TERM; sleep infinity & wait"], environment);
        TestProcess.Run("x86_64-w64-mingw32-gcc",
            ["-O1", Path.Combine(Executables.SourceTree, "tests", "Oriel.Wine.Tests", "painter.c"), "-o", folder.File("painter.exe"), "-lgdi32", "-luser32"], limit: s_patience);
        s_folder = folder;
    }

    private static string Publish()
    {
        if (Environment.GetEnvironmentVariable("ORIEL_WINDOWS_AGENT") is { Length: > 0 } given)
        {
            return given;
        }

        // Nothing to do when "./dev test" has just made it.
        var script = Path.Combine(Executables.SourceTree, "tools", "publish-windows-agent");
        var folder = TestProcess.Run(script, [], limit: s_publishPatience).Split('\n')[^1];
        return Path.Combine(Executables.SourceTree, folder, "oriel-agent.exe");
    }
}
