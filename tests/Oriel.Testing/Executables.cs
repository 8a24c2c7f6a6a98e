namespace Oriel.Testing;

/// <summary>
/// Finds the programs under test beside the test's own output, in artifacts/bin/Project/configuration. ORIEL_TEST_PROGRAMS names a folder
/// that is looked in first: the same tests then run against a packed build.
/// </summary>
public static class Executables
{
    /// <summary>The viewer.</summary>
    public static string Oriel => Find("Oriel.Cli", "oriel");

    /// <summary>The agent.</summary>
    public static string Agent => Find("Oriel.Agent", "oriel-agent");

    /// <summary>The test peer that produces and consumes in a process of its own.</summary>
    public static string Probe => Find("Oriel.Probe", "oriel-probe");

    /// <summary>The source tree this test was built from: the folder with the solution file.</summary>
    public static string SourceTree
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Oriel.slnx")))
                {
                    return folder.FullName;
                }
            }

            throw new InvalidOperationException($"no Oriel.slnx above {AppContext.BaseDirectory}");
        }
    }

    /// <summary>Path of a built program, with the configuration of the running test.</summary>
    public static string Find(string project, string program)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_TEST_PROGRAMS") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, program)))
        {
            return Path.Combine(folder, program);
        }

        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{program} is not built; build {project} first", path);
    }
}
