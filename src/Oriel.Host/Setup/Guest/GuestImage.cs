using Oriel.Host.Setup.Undo;
using Oriel.Host.Systems;

namespace Oriel.Host.Setup.Guest;

/// <summary>A CD image with the agent for guests of both systems, made by xorriso or genisoimage from the folders of the installed package. Nothing on it starts by itself.</summary>
public static class GuestImage
{
    /// <summary>Its label.</summary>
    public const string Label = "ORIEL";

    private static readonly string[] s_programs = ["xorriso", "genisoimage", "mkisofs"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Where the package puts the folders <c>windows</c> and <c>linux</c>, best first.</summary>
    /// <param name="programFolder">Folder of this program.</param>
    public static IReadOnlyList<string> UsualFolders(string programFolder) =>
        [Path.Combine(programFolder, "guest"), Path.GetFullPath(Path.Combine(programFolder, "../share/oriel/guest")), "/usr/local/share/oriel/guest", "/usr/share/oriel/guest"];

    /// <summary>The program that makes images; null = none.</summary>
    public static string? Program(string? path) => s_programs.Select(one => LookingPrograms.Find(one, path)).FirstOrDefault(one => one is not null);

    /// <summary>Makes the image. Returns the systems it is for.</summary>
    /// <param name="file">Where; replaced when it is there.</param>
    /// <param name="from">Folder with <c>windows</c>, <c>linux</c> or both; null = the usual ones.</param>
    /// <param name="programFolder">Folder of this program.</param>
    /// <param name="path">$PATH.</param>
    public static IReadOnlyList<string> Make(string file, string? from, string programFolder, string? path)
    {
        var source = Source(from, programFolder);
        var systems = Systems(source);
        if (Program(path) is not { } program)
        {
            throw new OrielException(SetupErrors.GuestImage, $"none of {string.Join(", ", s_programs)} is installed", "a program that makes CD images", "sudo apt install xorriso   (Fedora: sudo dnf install xorriso)");
        }

        var target = Path.GetFullPath(file);
        var work = Directory.CreateTempSubdirectory("oriel-guest-");
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Environment.ProcessId}.new");
        try
        {
            return SetupStore.Guarded(target, () =>
            {
                // Notepad of every Windows reads these line ends, and so does everything else.
                var readme = Path.Combine(work.FullName, "README.TXT");
                File.WriteAllText(readme, GuestReadme.Text(systems).Replace("\n", "\r\n", StringComparison.Ordinal));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                List<string> arguments = [.. Path.GetFileName(program) == "xorriso" ? (string[])["-as", "mkisofs"] : [], "-quiet", "-J", "-r", "-V", Label, "-o", temporary, "-graft-points", $"README.TXT={Escape(readme)}"];
                arguments.AddRange(systems.Select(system => $"{system}/={Escape(Path.Combine(source, system))}"));
                var sight = BoundedProgram.Run(program, arguments, s_limit, HostLimits.FileBytes);
                if (sight.Value is not { IsGood: true })
                {
                    throw new OrielException(
                        SetupErrors.GuestImage,
                        $"{Path.GetFileName(program)}: {(sight.Value is { } failed ? HostWork.LastLines(failed) : sight.Why)}",
                        $"an image at {target}",
                        "is there room and may the folder be written? Another place: --guest-iso FILE");
                }

                File.Move(temporary, target, overwrite: true);
                return systems;
            });
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            work.Delete(recursive: true);
        }
    }

    /// <summary>The element for a domain that puts the image into a drive.</summary>
    public static string Disk(string file, string bus) =>
        $"<disk type='file' device='cdrom'>\n  <driver name='qemu' type='raw'/>\n  <source file='{Xml.XmlSource.Escape(Path.GetFullPath(file), '\'')}'/>\n  <target dev='{(bus == "ide" ? "hdd" : "sdz")}' bus='{bus}'/>\n  <readonly/>\n</disk>";

    private static string Source(string? from, string programFolder)
    {
        if (from is not null)
        {
            return Directory.Exists(from) ? Path.GetFullPath(from) : throw new OrielException(
                SetupErrors.GuestImage, $"there is no folder {from}", "a folder with windows/, linux/ or both", "./dev pack makes one below artifacts/pack; the package brings /usr/share/oriel/guest");
        }

        var usual = UsualFolders(programFolder);
        return usual.FirstOrDefault(Directory.Exists) ?? throw new OrielException(
            SetupErrors.GuestImage, $"the agent's files are in none of {string.Join(", ", usual)}", "a folder with windows/, linux/ or both, as Oriel's packages bring it", "install the package, or name the folder: --from FOLDER");
    }

    private static List<string> Systems(string source)
    {
        List<string> systems = [];
        foreach (var (system, program) in ((string, string)[])[("windows", "oriel-agent.exe"), ("linux", "oriel-agent")])
        {
            var folder = Path.Combine(source, system);
            if (!Directory.Exists(folder))
            {
                continue;
            }

            if (!Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(one => Path.GetFileName(one).Equals(program, StringComparison.OrdinalIgnoreCase)))
            {
                throw new OrielException(SetupErrors.GuestImage, $"{folder} has no {program}", $"the agent for {system} guests", "./dev pack makes both agents; copy the folder again, or remove it");
            }

            systems.Add(system);
        }

        return systems.Count > 0 ? systems : throw new OrielException(SetupErrors.GuestImage, $"{source} has neither windows/ nor linux/", "one of them, or both", "name the folder above them: --from FOLDER");
    }

    // The programs take "name=file": a "=" or "\" in either is written with "\".
    private static string Escape(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal);
}
