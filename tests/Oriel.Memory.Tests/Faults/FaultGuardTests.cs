using Oriel.Testing;

namespace Oriel.Memory.Tests.Faults;

/// <summary>Each case runs in a child process whose exit status counts: what is guarded against would end the process.</summary>
public sealed class FaultGuardTests
{
    [Theory]
    [InlineData(nameof(FaultScenarios.Truncate_under_a_reader))]
    [InlineData(nameof(FaultScenarios.Truncate_under_a_writer))]
    [InlineData(nameof(FaultScenarios.Truncate_under_atomics))]
    [InlineData(nameof(FaultScenarios.Truncate_under_follow_and_fill))]
    [InlineData(nameof(FaultScenarios.Truncate_under_two_threads_of_one_region))]
    [InlineData(nameof(FaultScenarios.Slots_are_reused_while_others_fault))]
    [InlineData(nameof(FaultScenarios.More_regions_than_slots_are_refused_and_nothing_leaks))]
    [InlineData(nameof(FaultScenarios.Null_references_are_still_exceptions))]
    public void Survives(string scenario)
    {
        using var child = Run(scenario);
        var status = WaitAndSweep(child, TimeSpan.FromSeconds(90));
        Assert.True(status == 0, $"{scenario} ended with {status}:\n{child.Output}");
        Assert.Contains("scenario done", child.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(FaultScenarios.Fault_in_an_unguarded_mapping))]
    [InlineData(nameof(FaultScenarios.Bus_signal_sent_by_somebody))]
    public void A_bus_error_that_is_not_ours_ends_the_process_as_it_would_without_us(string scenario)
    {
        using var without = Run(scenario, "no-guard");
        using var with = Run(scenario, "guard");
        var expected = WaitAndSweep(without, TimeSpan.FromSeconds(60));
        var actual = WaitAndSweep(with, TimeSpan.FromSeconds(60));
        foreach (var child in (TestProcess[])[without, with])
        {
            Assert.Contains("about to die", child.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("still alive", child.Output, StringComparison.Ordinal);
        }

        // 128 + SIGABRT (the runtime's fatal error) or 128 + SIGBUS.
        Assert.True(expected is 134 or 135, $"ended with {expected}:\n{without.Output}");
        Assert.True(actual == expected, $"ended with {actual} instead of {expected}:\n{with.Output}");
    }

    /// <summary>A child that died could not remove its files; their names carry its process id.</summary>
    private static int WaitAndSweep(TestProcess child, TimeSpan limit)
    {
        try
        {
            return child.WaitForExit(limit);
        }
        finally
        {
            child.Stop();
            foreach (var file in Directory.GetFiles("/dev/shm", $"oriel-test-{child.Id}-*"))
            {
                File.Delete(file);
            }
        }
    }

    private static TestProcess Run(string scenario, string mode = "guard") => TestProcess.Start(
        Environment.ProcessPath!,
        ["-explicit", "only", "-noLogo", "-noColor", "-method", $"{typeof(FaultScenarios).FullName}.{scenario}"],
        new Dictionary<string, string?>
        {
            [FaultScenarios.ModeVariable] = mode,
            // A core file of the intended crashes would only fill the disk, and ReadyToRun code is code as well.
            ["DOTNET_DbgEnableMiniDump"] = "0",
            ["DOTNET_TieredPGO"] = "0",
        });
}
