using System.Diagnostics;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Windows;

/// <summary>What of this room can be proved under Wine: the room's own tests as a Windows program, and memory shared between a Windows and a Linux process.</summary>
public sealed class WineTests(WineHome home) : IClassFixture<WineHome>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(nameof(RegionWordTests), 10)]
    [InlineData(nameof(RectBandsTests), 3)]
    [InlineData("KernelTests", 20)]
    [InlineData(nameof(FollowAndFillTests), 15)]
    [InlineData(nameof(IvshmemDriverTests), 30)]
    [InlineData(nameof(WindowsRegionScenarios), 8)]
    [InlineData(nameof(WindowsWaitScenarios), 5)]
    public void Passes_as_a_Windows_program(string name, int atLeast)
    {
        using var program = home.StartOrSkip(["-explicit", "on", "-class", $"*.{name}"]);
        var status = program.WaitForExit(s_limit);
        Assert.True(status == 0, $"{name} ended with {status}:\n{program.Output}");
        var total = program.WaitForLine(@"Total: (\d+), Errors: 0, Failed: 0, Skipped: (\d+), Not Run: 0", TimeSpan.Zero);
        Assert.InRange(int.Parse(total.Groups[1].Value), atLeast, int.MaxValue);

        // Skipped: kernels for processors that Wine does not announce.
        Assert.InRange(int.Parse(total.Groups[2].Value), 0, 6);
    }

    [Fact]
    public void Waits_never_end_early_as_a_Windows_program()
    {
        using var program = home.StartOrSkip(["-method", $"*.{nameof(WaitTests)}.{nameof(WaitTests.A_wait_never_ends_early)}"]);
        Assert.True(program.WaitForExit(s_limit) == 0, program.Output);
        Assert.Contains("Total: 2, Errors: 0, Failed: 0, Skipped: 0, Not Run: 0", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Windows_and_a_Linux_process_share_words_and_atomics()
    {
        using var file = new TempRegion();
        using var region = Region.CreateFile(file.Path, SharedWords.Bytes, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var program = home.StartOrSkip(
            ["-explicit", "only", "-method", $"*.{nameof(WindowsRegionScenarios)}.{nameof(WindowsRegionScenarios.Talk_to_the_other_system)}"],
            (SharedWords.Variable, WineHome.WindowsPath(file.Path)));
        var words = new SharedWords(region, isFirst: false, Stopwatch.GetTimestamp() + ((long)s_limit.TotalSeconds * Stopwatch.Frequency));
        words.Run(() => program.HasExited ? $"the other side ended:\n{program.Output}" : null);
        Assert.True(program.WaitForExit(s_limit) == 0, program.Output);
        words.Verify();
        Assert.False(region.BackingChanged() || region.IsFaulted);
    }
}
