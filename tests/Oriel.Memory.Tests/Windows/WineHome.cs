using Oriel.Testing;

namespace Oriel.Memory.Tests.Windows;

/// <summary>
/// This test program published for Windows, and a Wine prefix of its own to run it in. The cheapest way that is reliable: no second project, the same tests, and a failure
/// is reported in the same words.
/// </summary>
public sealed class WineHome : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _prefix = new();
    private readonly string? _program;

    /// <summary>Publishes and makes the prefix, where Wine is installed.</summary>
    public WineHome()
    {
        if (MissingReason is not null)
        {
            return;
        }

        _program = Publish();
        TestProcess.Run("wine", ["wineboot", "-i"], Environment, s_patience);
        TestProcess.Run("wineserver", ["-w"], Environment, s_patience);
    }

    /// <summary>Why nothing can run here; null when it can.</summary>
    public static string? MissingReason =>
        !TestProcess.IsInstalled("wine") || !TestProcess.IsInstalled("wineserver") ? "wine is not installed (packages wine64, wine)" : null;

    private Dictionary<string, string?> Environment => new()
    {
        ["WINEPREFIX"] = _prefix.Path,
        ["WINEDEBUG"] = "-all",
        ["DISPLAY"] = null,

        // Wine 8 and the runtime's double mapping of generated code do not go together: a collected dynamic method ends the process.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>How a Windows program names a file of ours.</summary>
    public static string WindowsPath(string path) => "Z:" + path.Replace('/', '\\');

    /// <summary>Starts the program under Wine with these arguments. Skips the test where Wine is missing.</summary>
    public TestProcess StartOrSkip(IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        var environment = Environment;
        environment["ORIEL_WINE"] = "1";
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return TestProcess.Start("wine", [_program!, "-noColor", "-noLogo", .. arguments], environment);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_program is not null)
        {
            // Ends what a failed test left in this prefix, and nothing else.
            using var server = TestProcess.Start("wineserver", ["-k"], Environment);
            server.WaitForExit(s_patience);
        }

        _prefix.Dispose();
    }

    private static string Publish()
    {
        var tree = Executables.SourceTree;
        var folder = Path.Combine(tree, "artifacts", "publish", "Oriel.Memory.Tests-win-x64");
        TestProcess.Run(
            "dotnet",
            ["publish", Path.Combine(tree, "tests/Oriel.Memory.Tests/Oriel.Memory.Tests.csproj"), "-c", "Release", "-r", "win-x64", "--self-contained", "-v", "q", "-clp:ErrorsOnly", "-nodeReuse:false", "-o", folder],
            new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1" },
            TimeSpan.FromMinutes(10));
        return Path.Combine(folder, "Oriel.Memory.Tests.exe");
    }
}
