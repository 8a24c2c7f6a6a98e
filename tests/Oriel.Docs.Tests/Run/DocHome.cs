using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Docs.Tests.Run;

/// <summary>What one block of commands finds: an empty home, a working folder that looks like the source tree, and paths of this test instead of the user's.</summary>
internal sealed partial class DocHome : IDisposable
{
    private readonly DocStage _stage;
    private readonly TempFolder _folder = new();

    /// <summary>Makes it.</summary>
    public DocHome(DocStage stage)
    {
        _stage = stage;
        foreach (var name in (string[])["home", "home/.config", "home/.config/oriel", "home/.config/systemd", "run", "tree"])
        {
            Directory.CreateDirectory(_folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(Executables.SourceTree).Where(entry => Path.GetFileName(entry) is not (".git" or "artifacts")))
        {
            File.CreateSymbolicLink(Path.Combine(Tree, Path.GetFileName(entry)), entry);
        }
    }

    /// <summary>Where commands start.</summary>
    public string Tree => _folder.File("tree");

    /// <summary>Set for every command.</summary>
    public Dictionary<string, string?> Environment(bool withScreen) => new(StringComparer.Ordinal)
    {
        ["HOME"] = _folder.File("home"),
        ["XDG_CONFIG_HOME"] = _folder.File("home/.config"),
        ["XDG_STATE_HOME"] = null,
        ["XDG_DATA_HOME"] = null,
        ["XDG_CACHE_HOME"] = null,
        ["XDG_RUNTIME_DIR"] = _folder.File("run"),
        ["PATH"] = $"{_stage.Programs}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["ORIEL_REGION"] = _stage.Region,
        ["ORIEL_SPICE_TICKET"] = null,
        ["DISPLAY"] = withScreen ? _stage.Screen.Display : null,
        ["WAYLAND_DISPLAY"] = null,
        ["XAUTHORITY"] = null,
        ["SDL_VIDEODRIVER"] = null,
        ["SDL_AUDIODRIVER"] = "dummy",
        ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:",
        ["NO_COLOR"] = "1",
    };

    /// <summary>The command with paths of this test: the region of the guest for /dev/shm/oriel, another for /dev/shm/oriel-NAME, programs that were built for those in artifacts.</summary>
    public string Prepare(string command) =>
        RegionFile().Replace(BuiltProgram().Replace(command, "${program}"), match => _stage.Region + match.Groups["rest"].Value);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var left in Directory.EnumerateFiles("/dev/shm", Path.GetFileName(_stage.Region) + "-*"))
        {
            File.Delete(left);
        }

        _folder.Dispose();
    }

    [GeneratedRegex("/dev/shm/oriel(?<rest>-[a-z0-9]+)?(?![A-Za-z0-9._-])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RegionFile();

    [GeneratedRegex("artifacts/bin/[A-Za-z.]+/release/(?<program>oriel(-agent)?)(?= |$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BuiltProgram();
}
