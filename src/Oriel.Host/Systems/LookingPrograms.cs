using Oriel.Memory;

namespace Oriel.Host.Systems;

/// <summary>
/// The programs <see cref="LiveSystem"/> runs, and with which first words: looking only. A list of what is allowed rather than of what is not, because "never changes the machine" is a promise to the user.
/// </summary>
public static class LookingPrograms
{
    // Null = whatever it is asked; else the first argument that is no option must be one of these (or the first option, where programs have no command words).
    private static readonly Dictionary<string, string[]?> s_allowed = new(StringComparer.Ordinal)
    {
        ["lspci"] = null,
        ["lsmod"] = null,
        ["modinfo"] = null,
        ["uname"] = null,
        ["getent"] = null,
        ["id"] = null,
        ["getfacl"] = null,
        ["ss"] = null,
        ["vulkaninfo"] = null,
        ["wayland-info"] = null,
        ["xdpyinfo"] = null,
        ["aa-status"] = null,
        ["getenforce"] = null,
        ["sestatus"] = null,
        ["ausearch"] = null,
        ["mokutil"] = ["--sb-state"],
        ["dkms"] = ["status"],
        ["virsh"] =
        [
            "list", "dumpxml", "dominfo", "domstate", "domid", "domuuid", "domname", "domdisplay", "domcapabilities", "capabilities", "nodeinfo", "nodedev-list", "nodedev-dumpxml", "uri", "version",
            "--version", "net-list", "net-dumpxml", "domifaddr", "vcpuinfo", "vcpupin", "dommemstat", "domblklist",
        ],
        ["systemctl"] = ["status", "show", "is-active", "is-enabled", "list-units", "list-unit-files", "cat"],
        ["loginctl"] = ["list-sessions", "show-session", "show-user", "session-status", "seat-status"],
        ["busctl"] = ["list", "status", "introspect", "get-property", "tree"],
        ["journalctl"] = null,
        ["flatpak"] = ["permissions", "permission-show", "list", "info"],
        ["gsettings"] = ["get", "list-keys", "list-schemas", "range", "describe"],
        ["pactl"] = ["info", "list", "stat", "get-default-sink", "get-default-source"],
        ["pw-cli"] = ["info", "list-objects", "ls"],
        ["wpctl"] = ["status", "inspect", "get-volume"],
        ["xrandr"] = ["--query", "--listmonitors", "--version", "--prop"],
        ["xprop"] = ["-root"],
        ["qemu-system-x86_64"] = ["--version", "-version"],
        ["nvidia-smi"] = ["-q", "-L", "--query-gpu", "--version"],
        ["ffmpeg"] = ["-version", "-encoders"],
        ["sysctl"] = ["-n"],
        ["ldconfig"] = ["-p"],
        ["dmesg"] = ["--nopager", "--kernel", "--level", "--notime"],
        ["rpm"] = ["-q"],
        ["dpkg-query"] = ["-W", "-s", "--show"],
    };

    // Words that make a looking program change something after all.
    private static readonly string[] s_refused =
    [
        "--rotate", "--vacuum-size", "--vacuum-time", "--vacuum-files", "--flush", "--sync", "--setup-keys", "--update-catalog", "--relinquish-var", "--smart-relinquish-var",
        "-K", "--kill", "--set", "--live", "--config", "--current", "--cpulist", "-D", "--diag",
    ];

    // The value behind these is no command word: virsh -c URI list.
    private static readonly string[] s_valued = ["-c", "--connect", "-P", "-H", "--host", "-M", "--machine"];

    private static readonly string[] s_folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>This command line only looks.</summary>
    public static bool Allows(string program, IReadOnlyList<string> arguments)
    {
        if (!s_allowed.TryGetValue(program, out var words) || arguments.Any(a => a.Contains('\0', StringComparison.Ordinal)))
        {
            return false;
        }

        if (arguments.Any(argument => s_refused.Contains(argument.Split('=')[0], StringComparer.Ordinal)))
        {
            return false;
        }

        return words is null || (FirstWord(arguments, words) is { } first && words.Contains(first.Split('=')[0], StringComparer.Ordinal));
    }

    /// <summary>The program's file: in the user's PATH (absolute folders only), else where administrators' programs lie; null when there is none.</summary>
    public static string? Find(string program, string? path) => FindInPath(program, path) ?? First(program, s_folders);

    /// <summary>The program's file in the absolute folders of a PATH; null when it is in none.</summary>
    public static string? FindInPath(string program, string? path) => First(program, (path ?? "").Split(':').Where(folder => folder.StartsWith('/')));

    private static string? First(string program, IEnumerable<string> folders) => folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(
        file => FileLook.TryStat(file, followLinks: true, out var facts, out _) && facts.Type == RegionBackingType.RegularFile
            && (facts.Mode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string? FirstWord(IReadOnlyList<string> arguments, string[] words)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith('-') || words.Contains(arguments[i].Split('=')[0], StringComparer.Ordinal))
            {
                return arguments[i];
            }

            i += s_valued.Contains(arguments[i], StringComparer.Ordinal) ? 1 : 0;
        }

        return null;
    }
}
