using System.Diagnostics;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Devices;

/// <summary>The kernel's structures as this room has them, against the system's headers (tools/LayoutOracle/README.md).</summary>
public sealed class LinuxLayoutTests
{
    private static readonly LayoutOracle s_oracle = new(Path.Combine(Root(), "tools/LayoutOracle/memory"), typeof(Region).Assembly);

    public static TheoryData<string> Areas => [.. LayoutOracle.Areas(s_oracle.Folder)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Our_structs_and_constants_are_what_the_golden_file_says(string area)
    {
        s_oracle.AssertOursAreGolden(area);
        s_oracle.AssertEveryFieldIsGolden(area);
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void The_golden_file_is_what_todays_headers_say(string area)
    {
        using var work = new TempFolder();
        var program = Path.Combine(work.Path, "oracle");
        var source = Path.Combine(s_oracle.Folder, area + ".c");
        if (Run("gcc", ["-O0", .. LayoutOracle.Flags(source), "-o", program, source], out var errors) != 0)
        {
            Assert.Skip($"gcc or a header is missing: {errors.Split('\n')[0]}");
        }

        Assert.Equal(0, Run(program, [], out var text));
        Assert.Equal(File.ReadAllText(Path.Combine(s_oracle.Folder, area + ".txt")), text);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Oriel.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no Oriel.slnx above {AppContext.BaseDirectory}");
        }

        return folder;
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
