using System.Security.Cryptography;

namespace Oriel.Testing;

/// <summary>Compiles tests/peers/spice-server when it is needed. The program is kept in artifacts/peers under a name made from its sources.</summary>
internal static class SpiceServerProgram
{
    private const string Header = "/usr/include/spice-server/spice.h";
    private static readonly Lazy<string> s_program = new(Build);

    /// <summary>Why it cannot be built here; null when it can.</summary>
    public static string? MissingReason =>
        !TestProcess.IsInstalled("gcc") ? "gcc is not installed" :
        !File.Exists(Header) ? "libspice-server-dev is not installed" : null;

    /// <summary>The compiled program.</summary>
    public static string Program => s_program.Value;

    private static string Build()
    {
        var sources = Path.Combine(Executables.SourceTree, "tests", "peers", "spice-server");
        var files = Directory.GetFiles(sources).Where(file => Path.GetExtension(file) is ".c" or ".h").Order(StringComparer.Ordinal).ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        var folder = Directory.CreateDirectory(Path.Combine(Executables.SourceTree, "artifacts", "peers")).FullName;
        var program = Path.Combine(folder, $"spice-server-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
        if (File.Exists(program))
        {
            return program;
        }

        // Several test programs may come here at once: each compiles to a name of its own, the last rename wins.
        var own = $"{program}.{Environment.ProcessId}";
        string[] flags = ["-O2", "-g", "-Wall", "-Wextra", "-Werror", "-I/usr/include/spice-server", "-I/usr/include/spice-1", "-o", own];
        TestProcess.Run("gcc", [.. flags, .. files.Where(file => file.EndsWith(".c", StringComparison.Ordinal)), "-lspice-server", "-lm"], limit: TimeSpan.FromMinutes(2));
        File.Move(own, program, overwrite: true);
        return program;
    }
}
