using System.Diagnostics;
using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>
/// Starts the real programs: <c>oriel pattern</c> as the producer and <c>oriel-probe</c> as the consumer. It owns them: they, and the region's file, go with it
/// (and with the test process, should that die).
/// </summary>
internal sealed class TwoProcessPrograms : IDisposable
{
    private readonly TempRegion _region = new();
    private readonly List<TestProcess> _children = [];

    /// <summary>Several programs want each processor: waiting for one may take longer than any promise.</summary>
    public static bool IsCrowded => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]) / Environment.ProcessorCount > 2;

    /// <summary>The region's file; made by <see cref="Producer"/> with --create, or by the test.</summary>
    public string Path => _region.Path;

    /// <summary>Creates the file, so that it outlives producers.</summary>
    public void CreateFile(long bytes) => _region.Create(bytes);

    /// <summary>Starts a producer and waits until it says it is ready.</summary>
    public TestProcess Producer(params string[] arguments)
    {
        var child = ProducerWithoutWaiting(arguments);
        child.WaitForLine("\"event\":\"ready\"", TimeSpan.FromSeconds(20));
        return child;
    }

    /// <summary>Starts a producer.</summary>
    public TestProcess ProducerWithoutWaiting(params string[] arguments)
    {
        var child = TestProcess.Start(Executables.Oriel, ["pattern", "--region", Path, .. arguments]);
        _children.Add(child);
        return child;
    }

    /// <summary>Starts a consumer.</summary>
    public TestProcess Consumer(params string[] arguments)
    {
        var child = TestProcess.Start(Executables.Probe, [Path, .. arguments]);
        _children.Add(child);
        return child;
    }

    /// <summary>Ends a child without mercy and waits until it is gone.</summary>
    public void Kill(TestProcess child)
    {
        child.Send(Signal.Kill);
        child.WaitForExit(TimeSpan.FromSeconds(5));
        _children.Remove(child);
        child.Dispose();
    }

    /// <summary>The last line of this kind that a child printed.</summary>
    public static JsonElement Last(TestProcess child, string kind)
    {
        var line = child.Output.Split('\n').LastOrDefault(l => l.StartsWith($"{{\"event\":\"{kind}\"", StringComparison.Ordinal));
        Assert.True(line is not null, $"{child.Name} printed no {kind} line:\n{child.Output}");
        using var json = JsonDocument.Parse(line!);
        return json.RootElement.Clone();
    }

    /// <summary>A number of such a line.</summary>
    public static long Number(JsonElement line, string name) => line.GetProperty(name).GetInt64();

    /// <summary>Ends every child, kindly or not, and removes the file.</summary>
    public void Dispose()
    {
        // Killed, not stopped: a frozen child takes that too.
        _children.ForEach(child => child.Dispose());
        _region.Dispose();
    }
}
