using System.Diagnostics;
using System.Reflection;

namespace Oriel.Vm;

/// <summary>The guest's kernel, initrd and root file system, built once by tools/Vm/build-image and kept outside the source tree.</summary>
public sealed class GuestImage
{
    private static readonly string[] s_tools = ["qemu-system-x86_64", "apt-get", "dpkg-deb", "mksquashfs", "xz"];

    // What build-image ends with when apt can reach nothing.
    private const int NoPackages = 75;

    private GuestImage(string folder) => Folder = folder;

    /// <summary>Where it lies.</summary>
    public string Folder { get; }

    /// <summary>The kernel as an ELF file, which QEMU starts directly.</summary>
    public string Kernel => Path.Combine(Folder, "vmlinux");

    /// <summary>The first programs.</summary>
    public string Initrd => Path.Combine(Folder, "initrd.gz");

    /// <summary>Root file system, squashfs.</summary>
    public string Root => Path.Combine(Folder, "root.squashfs");

    /// <summary>Where images, and the packages they were made of, are kept.</summary>
    public static string Cache => Path.GetDirectoryName(RunBuilder("--path").Folder)!;

    /// <summary>Folder with build-image and guest/.</summary>
    internal static string SourceFolder { get; } =
        typeof(GuestImage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "OrielVmFolder").Value!;

    /// <summary>A program that is not installed here and without which there is no guest; null when all are.</summary>
    public static string? MissingReason()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var missing = s_tools.FirstOrDefault(tool => !path.Any(folder => File.Exists(Path.Combine(folder, tool))));
        return missing is null ? null : $"{missing} is not installed";
    }

    /// <summary>The image if it has been built, else null.</summary>
    public static GuestImage? Find()
    {
        var (status, folder, _) = RunBuilder("--path");
        return status == 0 && File.Exists(Path.Combine(folder, "root.squashfs")) ? new(folder) : null;
    }

    /// <summary>Builds what is missing: up to a minute with network, nothing when it was built before.</summary>
    /// <param name="problem">Why there is none; null when there is.</param>
    /// <param name="progress">Gets what the builder says.</param>
    /// <returns>The image, or null when a program is missing here or the packages cannot be had.</returns>
    /// <exception cref="InvalidOperationException">The builder itself failed.</exception>
    public static GuestImage? Build(out string? problem, Action<string>? progress = null)
    {
        problem = MissingReason();
        if (problem is not null)
        {
            return null;
        }

        var (status, folder, said) = RunBuilder(null, progress);
        if (status == 0)
        {
            return new(folder);
        }

        problem = $"the guest image could not be built: {string.Join("; ", said.TakeLast(3))}";
        return status == NoPackages ? null : throw new InvalidOperationException($"{problem} (status {status})");
    }

    private static (int Status, string Folder, IReadOnlyList<string> Said) RunBuilder(string? option, Action<string>? progress = null)
    {
        var start = new ProcessStartInfo("/bin/bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(SourceFolder, "build-image"));
        if (option is not null)
        {
            start.ArgumentList.Add(option);
        }

        using var process = new Process { StartInfo = start };
        var said = new List<string>();
        process.ErrorDataReceived += (_, e) =>
        {
            if (e.Data is { Length: > 0 } line)
            {
                said.Add(line);
                progress?.Invoke(line);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, folder, said);
    }
}
