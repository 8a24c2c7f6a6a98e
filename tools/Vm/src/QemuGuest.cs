using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Oriel.Vm;

/// <summary>
/// A running virtual machine: Debian with an X server, a small window manager, sound, the SPICE agent and our agent, in QEMU. Nothing of it is left
/// behind after <see cref="Dispose"/>, nor when this program dies. For any thread.
/// </summary>
public sealed class QemuGuest : IDisposable
{
    private static int s_number;
    private readonly QemuPaths _paths;
    private readonly QemuProcess _process;
    private int _dumps;

    private QemuGuest(QemuOptions options, GuestImage image)
    {
        var folder = Directory.CreateTempSubdirectory("oriel-vm-").FullName;
        var agentIsComplete = options.AgentFolder is { } agent && File.Exists(Path.Combine(agent, "libcoreclr.so"));
        _paths = new(folder, options.SharedMemory ?? $"/dev/shm/oriel-vm-{Environment.ProcessId}-{Interlocked.Increment(ref s_number)}")
        {
            Dotnet = options.AgentFolder is null || agentIsComplete ? null : Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        };
        UsesKvm = options.Kvm ?? KvmProbe.Works(image);
        Options = options;
        WriteShare();
        StartedAt = Stopwatch.GetTimestamp();
        _process = new QemuProcess(QemuCommandLine.Build(options, image, _paths, UsesKvm), OwnFile, folder);
        try
        {
            Qmp = Connect(() => new QmpClient(_paths.Qmp));
            Shell = Connect(() => new GuestShell(_paths.Command, _paths.Share));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How it was set up.</summary>
    public QemuOptions Options { get; }

    /// <summary>KVM is used, else QEMU translates.</summary>
    public bool UsesKvm { get; }

    /// <summary>When QEMU was started (Stopwatch).</summary>
    public long StartedAt { get; }

    /// <summary>QEMU's process id.</summary>
    public int Id => _process.Id;

    /// <summary>QEMU has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The shared memory, for <c>oriel view --region</c>: a file, or the socket of its server.</summary>
    public string SharedMemory => Options.DoorbellSocket ?? _paths.SharedMemory;

    /// <summary>SPICE's Unix socket; null when it listens on a port.</summary>
    public string? SpicePath => Options.SpicePort is null ? _paths.Spice : null;

    /// <summary>The folder that is /share in the guest.</summary>
    public string Share => _paths.Share;

    /// <summary>QEMU's machine protocol.</summary>
    public QmpClient Qmp { get; }

    /// <summary>Commands for the guest, and what it tells.</summary>
    public GuestShell Shell { get; }

    /// <summary>Everything worth reading when something went wrong: QEMU's words, the guest's console, its logs.</summary>
    public string Diagnosis
    {
        get
        {
            var folder = Directory.CreateDirectory(Path.Combine(Share, "log"));
            var parts = folder.GetFiles().Select(file => file.FullName).Order(StringComparer.Ordinal).Where(log => Path.GetFileName(log) is not ("xorg" or "xorg.out")).Append(_paths.Console).Where(File.Exists)
                .Select(log => $"--- {Path.GetFileName(log)}\n{string.Join('\n', File.ReadAllLines(log).TakeLast(15))}");
            return $"--- qemu\n{_process.Said}\n{string.Join('\n', parts)}";
        }
    }

    /// <summary>Starts a guest; returns when QEMU runs, long before the guest has booted.</summary>
    public static QemuGuest Start(QemuOptions options, GuestImage image)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(image);
        return new(options, image);
    }

    /// <summary>Runs a shell script in the guest and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    public string Run(string script, TimeSpan? limit = null)
    {
        var (status, output) = Shell.Run(script, limit);
        return status == 0 ? output.TrimEnd('\n') : throw new InvalidOperationException($"'{script}' ended with {status} in the guest: {output}");
    }

    /// <summary>Waits until the guest's X server runs and its session starts.</summary>
    public void WaitForDesktop(TimeSpan? limit = null, int from = 0) => Await(line => line == "x ready", limit, "an X server", from);

    /// <summary>Waits until our agent was started (not yet: until it has sent a frame).</summary>
    public void WaitForAgentStart(TimeSpan? limit = null, int from = 0) =>
        Await(line => line.StartsWith("agent ", StringComparison.Ordinal) && line.EndsWith(" started", StringComparison.Ordinal), limit, "our agent", from);

    /// <summary>Power-cycles the guest as the reset button does. Wait with the number of lines told before.</summary>
    public void Reset() => Qmp.Execute("system_reset");

    /// <summary>QEMU's own picture of the screen: width, height, 3 bytes per pixel, rows tight.</summary>
    public (int Width, int Height, byte[] Rgb) Screendump()
    {
        var file = Path.Combine(_paths.Folder, $"dump-{Interlocked.Increment(ref _dumps)}.ppm");
        Qmp.Execute("screendump", new JsonObject { ["filename"] = file });
        var data = File.ReadAllBytes(file);
        File.Delete(file);
        return ReadPpm(data);
    }

    /// <summary>Follows what the guest's kernel gets from its input devices.</summary>
    public GuestInputLog WatchInput() => new(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        Shell?.Dispose();
        Qmp?.Dispose();
        _process.Dispose();
        File.Delete(OwnFile);
        try
        {
            Directory.Delete(_paths.Folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody cleaned up before us.
        }
    }

    /// <summary>The file that goes with the guest. With doorbells there is none (a path inside our folder, so that there is something to delete): memory and socket are the server's.</summary>
    private string OwnFile => Options.DoorbellSocket is null ? _paths.SharedMemory : Path.Combine(_paths.Folder, "none");

    private static (int Width, int Height, byte[] Rgb) ReadPpm(byte[] data)
    {
        // "P6\nWIDTH HEIGHT\n255\n" and the pixels.
        var at = 0;
        string Word()
        {
            while (char.IsWhiteSpace((char)data[at]))
            {
                at++;
            }

            var start = at;
            while (!char.IsWhiteSpace((char)data[at]))
            {
                at++;
            }

            return System.Text.Encoding.ASCII.GetString(data, start, at - start);
        }

        if (Word() != "P6")
        {
            throw new InvalidDataException("QEMU's screendump is no PPM");
        }

        var (width, height) = (int.Parse(Word(), CultureInfo.InvariantCulture), int.Parse(Word(), CultureInfo.InvariantCulture));
        Word();
        return (width, height, data[(at + 1)..]);
    }

    private void WriteShare()
    {
        var guest = Directory.CreateDirectory(Path.Combine(Share, "guest")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(GuestImage.SourceFolder, "guest")))
        {
            File.Copy(file, Path.Combine(guest, Path.GetFileName(file)));
        }

        if (Options.Ticket is { } ticket)
        {
            File.WriteAllText(_paths.Ticket, ticket);
        }

        static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
        File.WriteAllLines(Path.Combine(guest, "settings"),
        [
            $"SIZE={Quoted(Options.Size)}", $"AGENT={(Options.AgentFolder is null ? "" : "yes")}", $"AGENT_OPTIONS={Quoted(Options.AgentOptions)}",
            $"DOTNET={(_paths.Dotnet is null ? "" : "yes")}", $"SESSION={Quoted(Options.Session)}",
        ]);
    }

    private void Await(Predicate<string> condition, TimeSpan? limit, string what, int from)
    {
        try
        {
            Shell.WaitFor(condition, limit ?? TimeSpan.FromSeconds(90), what, from);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Diagnosis}", e);
        }
    }

    /// <summary>QEMU makes its sockets shortly after its start.</summary>
    private T Connect<T>(Func<T> attempt)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return attempt();
            }
            catch (System.Net.Sockets.SocketException e)
            {
                if (_process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                {
                    throw new InvalidOperationException($"QEMU did not start: {_process.Said}", e);
                }

                Thread.Sleep(10);
            }
        }
    }
}
