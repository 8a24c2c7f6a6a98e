namespace Oriel.Pack.Tests;

/// <summary>The packages of this tree, made once for all tests, less compressed than those for users. The programs in them are real publishes; the Windows files are stand-ins.</summary>
internal static class PackedPrograms
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);
    private static readonly Lock s_gate = new();
    private static string? s_folder;

    /// <summary>Why none can be made here; null when they can.</summary>
    public static string? MissingReason =>
        new[] { "dpkg-deb", "rpmbuild", "rsvg-convert", "git", "dotnet" }.FirstOrDefault(tool => !TestProcess.IsInstalled(tool)) is { } missing ? $"{missing} is not installed; packages were not made" : null;

    /// <summary>Version of this tree.</summary>
    public static string Version => File.ReadLines(Path.Combine(Executables.SourceTree, "Directory.Build.props"))
        .Select(line => line.Trim()).First(line => line.StartsWith("<Version>", StringComparison.Ordinal))["<Version>".Length..^"</Version>".Length];

    /// <summary>The folder with the packages, or skips the test.</summary>
    public static string FolderOrSkip()
    {
        Assert.SkipWhen(MissingReason is not null, MissingReason ?? "");
        lock (s_gate)
        {
            if (s_folder is null)
            {
                var folder = Path.Combine(Executables.SourceTree, "artifacts", "pack-tests");
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                Make(Executables.SourceTree, folder);
                s_folder = folder;
            }

            return s_folder;
        }
    }

    /// <summary>Path of a .deb.</summary>
    public static string Deb(string name, string architecture = "amd64") => Path.Combine(FolderOrSkip(), $"{name}_{Version}_{architecture}.deb");

    /// <summary>Path of an .rpm.</summary>
    public static string Rpm(string name, string architecture = "x86_64") => Path.Combine(FolderOrSkip(), $"{name}-{Version}-1.{architecture}.rpm");

    /// <summary>Makes packages with the scripts and files of a tree (this one or a copy) out of the publishes of this tree.</summary>
    public static void Make(string tree, string folder)
    {
        var publish = Path.Combine(Executables.SourceTree, "tools", "publish-linux");
        var viewer = Last(TestProcess.Run(publish, ["viewer"], limit: s_patience));
        var agent = Last(TestProcess.Run(publish, ["agent"], limit: s_patience));
        using var windows = new TempFolder();
        var program = Path.Combine(windows.Path, $"oriel-agent-{Version}-win-x64");
        Directory.CreateDirectory(program);
        foreach (var name in (string[])["oriel-agent.exe", "install.ps1", "README.txt"])
        {
            File.WriteAllText(Path.Combine(program, name), $"stand-in for {name}\n");
        }

        File.WriteAllText(windows.File($"oriel-agent-{Version}-setup.exe"), "stand-in for the setup program\n");
        var stamp = TestProcess.Run("git", ["-C", Executables.SourceTree, "log", "-1", "--format=%ct"]).Trim();
        TestProcess.Run(
            Path.Combine(tree, "tools", "pack-linux"),
            ["--fast", folder, Path.Combine(Executables.SourceTree, viewer), Path.Combine(Executables.SourceTree, agent), windows.Path],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["SOURCE_DATE_EPOCH"] = stamp },
            s_patience);
    }

    private static string Last(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
}
