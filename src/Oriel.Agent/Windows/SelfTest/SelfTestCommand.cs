using System.Text.Encodings.Web;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Agent.Windows.SelfTest;

/// <summary><c>oriel-agent selftest</c>: tells a user whether pictures get from this machine's GPU to memory unharmed, and how fast.</summary>
internal static class SelfTestCommand
{
    private const int Width = 1921;
    private const int Height = 1080;
    private const int Frames = 40;

    /// <summary>Runs on the first GPU, else on the software renderer; the result is an exit status.</summary>
    /// <param name="output">Where the result goes.</param>
    /// <param name="json">As JSON instead of lines.</param>
    /// <param name="software">The software renderer only.</param>
    public static int Run(TextWriter output, bool json, bool software)
    {
        if (!OperatingSystem.IsWindows())
        {
            output.WriteLine("the self-test tries Direct3D 11: it runs on Windows only");
            return AgentExitCodes.Usage;
        }

        var steps = Steps(software, out var device);
        var failed = steps.Any(s => s.Verdict == SelfTestVerdict.Failed);
        if (json)
        {
            var lines = steps.Select(s => $"    {{ \"name\": {Quote(s.Name)}, \"verdict\": {Quote(s.Verdict.ToString())}, \"detail\": {Quote(s.Detail)} }}");
            output.WriteLine($"{{\n  \"version\": {Quote(AgentRunner.Version)},\n  \"device\": {Quote(device)},\n  \"passed\": {(failed ? "false" : "true")},\n  \"steps\": [\n{string.Join(",\n", lines)}\n  ]\n}}");
        }
        else
        {
            output.WriteLine($"oriel-agent {AgentRunner.Version} on {device}");
            foreach (var step in steps)
            {
                output.WriteLine($"{step.Verdict,-8}{step.Name}: {step.Detail}");
            }
        }

        return failed ? AgentExitCodes.Internal : AgentExitCodes.Success;
    }

    private static IReadOnlyList<SelfTestStep> Steps(bool software, out string name)
    {
        var result = D3D11Device.TryCreate(software, debug: false, out var device);
        name = software ? "the software renderer" : "the default GPU";
        if (device is null && !software)
        {
            name = $"the software renderer (the GPU refused: {result})";
            result = D3D11Device.TryCreate(software: true, debug: false, out device);
        }

        if (device is null)
        {
            return [new SelfTestStep("device", SelfTestVerdict.Failed, $"D3D11CreateDevice: {result}")];
        }

        using (device)
        {
            return new GpuSelfTest(new SystemGpu(null, new GpuOptions()), Width, Height, Frames).Run(device);
        }
    }

    private static string Quote(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";
}
