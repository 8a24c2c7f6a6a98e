using Oriel.Memory;

namespace Oriel.Agent.Windows;

/// <summary><c>oriel-agent capture-methods</c>: opens every backend once and says which work here, and why not.</summary>
internal static class CaptureMethodsCommand
{
    /// <summary>Prints a line for each; the exit status says whether any works.</summary>
    public static int Run(IReadOnlyList<WindowsBackend> backends, WindowsCaptureOptions options, TextWriter output)
    {
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        var works = 0;
        foreach (var backend in backends)
        {
            try
            {
                using var opened = backend.Open(options, stop, wake);
                output.WriteLine($"{backend.Name,-6} works: {backend.Title}, {opened.Mode}{(works == 0 ? " (the one chosen by itself)" : "")}");
                works++;
            }
            catch (OrielException error)
            {
                output.WriteLine($"{backend.Name,-6} no: {backend.Title}: {error.Code.Id}: {error.Seen}");
                output.WriteLine($"       remedy: {error.Remedy}");
            }
        }

        return works > 0 ? AgentExitCodes.Success : AgentExitCodes.Capture;
    }
}
