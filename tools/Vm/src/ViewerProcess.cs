using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Oriel.Vm;

/// <summary>The viewer as a child with our terminal; asked to end when we end.</summary>
internal sealed class ViewerProcess : IDisposable
{
    private readonly Process _process;

    public ViewerProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    public bool HasExited => _process.HasExited;

    public int Status => _process.ExitCode;

    /// <summary>Does this viewer have that option? Asked of its help.</summary>
    public static bool Knows(string program, string option)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("view");
        start.ArgumentList.Add("--help");
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var help = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return help.Split((char[])[' ', ',', '\n', '='], StringSplitOptions.RemoveEmptyEntries).Contains(option);
    }

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
