using System.Diagnostics;
using Oriel.Interop.Linux;
using Oriel.Testing;

namespace Oriel.Display.Tests.Interop;

/// <summary>The layouts of our native structs, against the system's headers (tools/LayoutOracle/README.md).</summary>
public sealed class LayoutOracleTests
{
    private static readonly LayoutOracle s_oracle = new(Path.Combine(SourceRoot.Path, "tools/LayoutOracle"), typeof(NativeSurface).Assembly);

    public static TheoryData<string> Areas => [.. LayoutOracle.Areas(s_oracle.Folder)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Our_structs_and_constants_are_what_the_golden_file_says(string area) => s_oracle.AssertOursAreGolden(area);

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_field_of_a_checked_struct_is_in_the_golden_file(string area) => s_oracle.AssertEveryFieldIsGolden(area);

    [Theory]
    [MemberData(nameof(Areas))]
    public void The_golden_file_is_what_todays_headers_say(string area)
    {
        using var work = new TempFolder();
        var source = Path.Combine(s_oracle.Folder, area + ".c");
        var program = Path.Combine(work.Path, "oracle");
        if (Run("gcc", ["-O0", .. LayoutOracle.Flags(source), "-o", program, source], out var errors) != 0)
        {
            Assert.Skip($"gcc or a header is missing: {errors.Split('\n')[0]}");
        }

        Assert.Equal(0, Run(program, [], out var text));
        Assert.Equal(File.ReadAllText(Path.Combine(s_oracle.Folder, area + ".txt")), text);
    }

    private static int Run(string program, string[] arguments, out string output)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            output = error.Message;
            return -1;
        }
    }
}
