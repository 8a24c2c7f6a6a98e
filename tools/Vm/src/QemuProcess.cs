using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Oriel.Vm;

/// <summary>A QEMU that cannot outlive us: a small shell leaves a watchdog behind that kills it, and removes its files, when we are gone without a word.</summary>
internal sealed class QemuProcess : IDisposable
{
    // $1 is the shared memory file, $2 the folder; the rest is the command. Descriptor 3 is our pipe: its end without a word means that we died.
    private const string Wrapper =
        "exec 3<&0; shm=$1 folder=$2; shift 2; ( read -r word <&3; [ -n \"$word\" ] && exit; kill -KILL $$; rm -rf \"$folder\" \"$shm\" ) >/dev/null 2>&1 & exec \"$@\" </dev/null 3<&-";

    private readonly Process _process;
    private readonly List<string> _said = [];

    public QemuProcess(IEnumerable<string> arguments, string sharedMemory, string folder)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", Wrapper, "sh", sharedMemory, folder, "qemu-system-x86_64", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += Received;
        _process.ErrorDataReceived += Received;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>QEMU's own process id.</summary>
    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it printed.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return string.Join('\n', _said);
            }
        }
    }

    public bool WaitForExit(TimeSpan limit) => _process.WaitForExit(limit);

    public void Kill()
    {
        if (!_process.HasExited)
        {
            _ = kill(_process.Id, 9);
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        try
        {
            _process.StandardInput.WriteLine("done");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The watchdog is gone already; there is nothing left to release.
        }

        _process.Dispose();
    }

    private void Received(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is { } line)
        {
            lock (_said)
            {
                _said.Add(line);
            }
        }
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
