namespace Oriel.EndToEnd.Tests;

/// <summary>Three processes on one region: a producer, a viewer's feed, and one that writes random bytes over everything.</summary>
[Collection("hostile")]
public sealed class HostileScribbleTests
{
    private const int Seconds = 60;

    /// <summary>Noise of the runtime: stacks touched late, code compiled late, arenas of the allocator.</summary>
    private const long GrowthKiB = 24 << 10;

    [Fact]
    public void Sixty_seconds_of_random_bytes_over_the_whole_region_change_nothing()
    {
        using var file = new TempRegion();
        using var guest = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["guest", file.Path, "--mib", "16", "--profile", "p20"]);
        guest.WaitForLine("^producing$", TimeSpan.FromSeconds(20));
        using var victim = new HostileVictim(file.Path, HostilePair.Width, HostilePair.Height);
        Assert.True(victim.WaitFor(() => victim.GoodRun >= 20, TimeSpan.FromSeconds(20)), $"no picture to begin with: {victim.Tail()}");

        using var scribbler = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["scribble", file.Path, "--seconds", $"{Seconds}", "--seed", "20260813"]);
        victim.Mark();

        // Warm: every refusal compiled, every buffer a hostile frame asked for allocated once.
        Assert.False(victim.WaitFor(() => scribbler.HasExited, TimeSpan.FromSeconds(15)), $"the scribbler ended early: {scribbler.Output}");
        var residentKiB = victim.ResidentKiB;
        var cpuMs = victim.CpuMs;
        Assert.True(victim.WaitFor(() => scribbler.HasExited, TimeSpan.FromSeconds(Seconds + 30)), "the scribbler did not end");
        Assert.Equal(0, scribbler.WaitForExit(TimeSpan.FromSeconds(5)));
        var written = long.Parse(scribbler.WaitForLine("^scribbled ([0-9]+) bytes$", TimeSpan.FromSeconds(5)).Groups[1].Value);
        Assert.True(written > 100L << 20, $"only {written} bytes were scribbled");
        Assert.True(victim.Sessions > 5, $"the viewer attached only {victim.Sessions} times: it was hardly attacked");

        var said = victim.Said();
        var cpu = (victim.CpuMs - cpuMs) / (Seconds - 15.0) / 10;
        Assert.True(victim.ResidentKiB <= residentKiB + GrowthKiB, $"resident memory grew from {residentKiB} to {victim.ResidentKiB} KiB");

        // Not only alive: it still does its work. The producer comes back by itself once its tick sees the damage.
        var good = victim.Good;
        var back = victim.WaitFor(() => victim.Good > good && victim.GoodRun >= 20, TimeSpan.FromSeconds(5));
        Assert.True(back, $"no picture after the scribbling: said {said}; {victim.Tail()}");
        Assert.Equal(0, guest.Stop());
        victim.End();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{written >> 20} MiB scribbled; resident {residentKiB} -> {victim.ResidentKiB} KiB; {cpu:0.0} % of a core; longest silence {victim.LongestSilence.TotalMilliseconds:0} ms; {victim.Sessions} sessions; said {said}");
    }
}
