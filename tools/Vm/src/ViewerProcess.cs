using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Oriel.Vm;

/// <summary>The viewer as a child with our terminal; asked to end when we end.</summary>
internal sealed class ViewerProcess : IDisposable
{
    private readonly Process _process;

    public ViewerProcess(string program, IEnumerable<string> arguments, string? ticket)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ORIEL_SPICE_TICKET"] = ticket;
        _process = Process.Start(start)!;
    }

    public bool HasExited => _process.HasExited;

    public int Status => _process.ExitCode;

    public bool WaitForExit(TimeSpan limit) => _process.WaitForExit(limit);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _ = kill(_process.Id, 15);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }

        _process.Dispose();
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
