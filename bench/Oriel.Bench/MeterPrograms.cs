using Oriel.Testing;

namespace Oriel.Bench;

/// <summary>The small C programs that draw and look from outside, compiled when first needed.</summary>
internal static class MeterPrograms
{
    public static string Animation => Build("animation", "-lX11");

    public static string Watch => Build("watch", "-lX11", "-lXext", "-lpthread");

    public static string Meter => Build("meter", "-lX11", "-lXtst");

    public static string Limits => Build("limits", "-lX11", "-lXext", "-lEGL", "-lGL", "-lpthread");

    private static string Build(string name, params string[] libraries)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Executables.SourceTree, "artifacts", "bench")).FullName;
        var (program, source) = (Path.Combine(folder, name), Path.Combine(Executables.SourceTree, "bench", "meter", name + ".c"));
        if (File.GetLastWriteTimeUtc(program) < File.GetLastWriteTimeUtc(source))
        {
            TestProcess.Run("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source, .. libraries], limit: TimeSpan.FromMinutes(1));
        }

        return program;
    }
}
