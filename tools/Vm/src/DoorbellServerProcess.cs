using System.Diagnostics;

namespace Oriel.Vm;

/// <summary><c>oriel serve</c> as a child, with a socket in a private folder; ends with us (its standard input is our pipe, and a small shell watches that).</summary>
internal sealed class DoorbellServerProcess : IDisposable
{
    // Descriptor 3 is our pipe: its end means that we are gone.
    private const string Wrapper = "exec 3<&0; ( read -r _ <&3; kill $$ ) >/dev/null 2>&1 & exec \"$@\" </dev/null 3<&-";

    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("oriel-vm-").FullName;

    public DoorbellServerProcess(string program, CancellationToken stop)
    {
        Socket = Path.Combine(_folder, "vm.sock");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", Wrapper, "sh", program, "serve", "vm", "--socket", Socket, "--json"])
        {
            start.ArgumentList.Add(argument);
        }

        // What it tells of its peers is read and dropped: a full pipe would hold it up.
        var ready = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => ready.TrySetResult(e.Data is not null);
        _process.Start();
        _process.BeginOutputReadLine();
        try
        {
            ready.Task.Wait(stop);
            if (!ready.Task.Result)
            {
                throw new InvalidOperationException("oriel serve ended before it was ready");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Its socket.</summary>
    public string Socket { get; }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
