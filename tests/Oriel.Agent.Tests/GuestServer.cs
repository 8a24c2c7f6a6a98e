using System.Globalization;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>An Xvfb with arguments of the test's choice, for what <see cref="XvfbServer"/> does not offer: other depths, missing extensions, a given display number.</summary>
internal sealed class GuestServer : IDisposable
{
    private static int s_used;

    private GuestServer(TestProcess process, string display)
    {
        Process = process;
        Display = display;
    }

    public TestProcess Process { get; }

    public string Display { get; }

    /// <summary>A display name for this test alone, far above those that servers choose themselves: free also while its server is away.</summary>
    public static string PrivateDisplay() => $":{2000 + (((Environment.ProcessId * 16) + Interlocked.Increment(ref s_used)) % 50_000)}";

    /// <summary>Starts one; with <paramref name="display"/> null it chooses a free number.</summary>
    public static GuestServer StartOrSkip(string? display, params string[] arguments)
    {
        Assert.SkipWhen(XvfbServer.MissingReason is not null, XvfbServer.MissingReason ?? "");
        var process = TestProcess.Start("Xvfb", [.. display is null ? Array.Empty<string>() : [display], "-displayfd", "1", "-nolisten", "tcp", "-noreset", .. arguments]);
        try
        {
            var number = process.WaitForLine("^([0-9]+)$", AgentBed.Patience).Groups[1].Value;
            return new GuestServer(process, ":" + int.Parse(number, CultureInfo.InvariantCulture));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Process.Stop();
        Process.Dispose();
    }
}
