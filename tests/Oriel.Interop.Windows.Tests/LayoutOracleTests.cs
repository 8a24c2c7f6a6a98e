using System.Diagnostics;
using Oriel.Interop.Windows;
using Oriel.Testing;

namespace Oriel.Interop.Windows.Tests;

/// <summary>Layouts, constants, slots and identifiers of Windows, against MinGW's headers (tools/LayoutOracle/README.md). The check against today's headers needs Wine.</summary>
public sealed class LayoutOracleTests
{
    private static readonly LayoutOracle s_oracle = new(Path.Combine(Executables.SourceTree, "tools/LayoutOracle/windows"), typeof(WindowsLibraries).Assembly);

    public static TheoryData<string> Areas => [.. LayoutOracle.Areas(s_oracle.Folder)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Ours_are_what_the_golden_file_says(string area) => s_oracle.AssertOursAreGolden(area);

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_field_of_a_checked_struct_is_in_the_golden_file(string area) => s_oracle.AssertEveryFieldIsGolden(area);

    [Fact]
    public void Every_slot_and_identifier_is_in_a_golden_file() => s_oracle.AssertEverySlotAndIdentifierIsGolden();

    /// <summary>All areas in one test: they share one start of Wine.</summary>
    [Fact]
    public void The_golden_files_are_what_todays_headers_say()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("x86_64-w64-mingw32-gcc") && TestProcess.IsInstalled("wine"), "MinGW or Wine is not installed");
        using var work = new TempFolder();
        foreach (var area in LayoutOracle.Areas(s_oracle.Folder))
        {
            var source = Path.Combine(s_oracle.Folder, area + ".c");
            var program = Path.Combine(work.Path, area + ".exe");
            Assert.True(Run("x86_64-w64-mingw32-gcc", ["-O0", "-o", program, .. LayoutOracle.Flags(source), source], work.Path, out _, out var errors) == 0, errors);
            Assert.True(Run("wine", [program], work.Path, out var text, out errors) == 0, errors);
            Assert.Equal(File.ReadAllText(Path.Combine(s_oracle.Folder, area + ".txt")), text);
        }
    }

    private static int Run(string program, string[] arguments, string folder, out string output, out string errors)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // A prefix of its own unless one is given: nobody's configuration is touched. Without a display Wine only complains.
        start.Environment["WINEPREFIX"] = Environment.GetEnvironmentVariable("ORIEL_WINEPREFIX") is { Length: > 0 } prefix ? prefix : Path.Combine(folder, "wine");
        start.Environment["WINEDEBUG"] = "-all";
        start.Environment["WINEDLLOVERRIDES"] = "mscoree,mshtml=";
        start.Environment.Remove("DISPLAY");
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        errors = complaints.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }
}
