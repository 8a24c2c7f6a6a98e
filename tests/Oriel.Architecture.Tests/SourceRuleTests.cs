namespace Oriel.Architecture.Tests;

/// <summary>House rules a compiler cannot see.</summary>
public sealed class SourceRuleTests
{
    private static readonly string[] s_bannedSuffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common"];

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        var bad = SourceTree.Sources("src", "tests", "bench", "fuzz", "tools")
            .Where(f => s_bannedSuffixes.Any(s => Path.GetFileNameWithoutExtension(f).EndsWith(s, StringComparison.Ordinal)))
            .ToList();
        Assert.Empty(bad);
    }

    /// <summary>Roles that must never wait on the pool or a lock: anything asynchronous there is a late frame (docs/develop.md, threads).</summary>
    [Fact]
    public void The_feed_uses_no_pool_no_timers_and_no_locks()
    {
        string[] banned = ["async ", "Task.Run", "ThreadPool", "System.Threading.Timer", "lock (", "Monitor."];
        foreach (var file in SourceTree.Sources("src/Oriel.Relay/Consumer"))
        {
            foreach (var line in File.ReadLines(file).Select(l => l.TrimStart()).Where(l => !l.StartsWith("//", StringComparison.Ordinal)))
            {
                Assert.False(Array.Exists(banned, b => line.Contains(b, StringComparison.Ordinal)), $"{file}: {line}");
            }
        }
    }

    [Fact]
    public void Files_stay_readable_or_say_why_not()
    {
        foreach (var file in SourceTree.Sources("src").Where(f => !f.EndsWith(".g.cs", StringComparison.Ordinal)))
        {
            var lines = File.ReadAllLines(file);
            Assert.True(lines.Length <= 600 || lines.Take(12).Any(l => l.Contains("Long because", StringComparison.Ordinal)),
                $"{file} has {lines.Length} lines and does not say \"Long because ...\" at its top");
        }
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        string[] marks = ["NotImplementedException", "TO" + "DO", "FIX" + "ME", "HA" + "CK:"];
        foreach (var file in SourceTree.Sources("src", "bench", "fuzz", "tools"))
        {
            var text = File.ReadAllText(file);
            foreach (var mark in marks)
            {
                Assert.False(text.Contains(mark, StringComparison.Ordinal), $"{file} contains {mark}");
            }
        }
    }

    [Fact]
    public void Scripts_are_valid_shell_and_executable()
    {
        foreach (var script in new[] { "dev", ".ci/run", "tools/demo", "tools/pack", "tools/publish-windows-agent", "tools/pack-windows", "tools/publish-linux", "tools/pack-linux", "tools/clean-root", "tools/first-run" })
        {
            var path = Path.Combine(SourceTree.Root, script);
            Assert.True(File.Exists(path), path);
            Assert.True((File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0, $"{script} is not executable");
            using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("bash", ["-n", path]) { RedirectStandardError = true, UseShellExecute = false })!;
            var errors = shell.StandardError.ReadToEnd();
            shell.WaitForExit();
            Assert.True(shell.ExitCode == 0, $"{script}: {errors}");
        }
    }
}
