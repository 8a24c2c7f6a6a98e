using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Oriel.Testing;

/// <summary>
/// A child process with captured output that cannot outlive the test. A small shell in front replaces itself by the program (so that <see cref="Id"/>,
/// signals and exit status are the program's own) and leaves a watchdog behind that holds a pipe to us: when the pipe closes without a word,
/// because the test process died, the watchdog ends the child.
/// </summary>
public sealed class TestProcess : IDisposable
{
    // The watchdog reads from descriptor 3 because sh gives background jobs /dev/null as standard input.
    // "$$" is the shell that becomes the program, also inside the sub-shell. A word on the pipe means: ended in order, touch nothing.
    private const string Wrapper =
        "exec 3<&0; ( read -r word <&3; [ -n \"$word\" ] && exit; kill -TERM $$; sleep 1; kill -KILL $$ ) >/dev/null 2>&1 & exec \"$@\" </dev/null 3<&-";

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly object _gate = new();
    private int _openStreams = 2;

    private TestProcess(Process process, string name)
    {
        _process = process;
        Name = name;
    }

    /// <summary>Program's file name, for messages.</summary>
    public string Name { get; }

    /// <summary>The program's own process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Everything printed so far, both streams, in order of arrival.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Lines printed since, beginning with line <paramref name="start"/>: for following a program that prints for minutes.</summary>
    public IReadOnlyList<string> LinesFrom(int start)
    {
        lock (_gate)
        {
            return start >= _lines.Count ? [] : _lines.GetRange(start, _lines.Count - start);
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="file">Path, or name on PATH.</param>
    /// <param name="arguments">Arguments, passed without a shell's interpretation.</param>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    /// <param name="workingDirectory">Folder to start in; null keeps ours.</param>
    public static TestProcess Start(
        string file,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var start = new ProcessStartInfo("/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var argument in (string[])["-c", Wrapper, "sh", file, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // The settings of whoever runs the tests are none of theirs.
        start.Environment["ORIEL_CONFIG"] = "off";
        foreach (var (key, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        var child = new TestProcess(process, Path.GetFileName(file));
        process.OutputDataReceived += child.Received;
        process.ErrorDataReceived += child.Received;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Starts a program, waits for its end and returns its output; fails when its exit status is not zero.</summary>
    public static string Run(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, TimeSpan? limit = null)
    {
        using var child = Start(file, arguments, environment);
        var status = child.WaitForExit(limit ?? TimeSpan.FromSeconds(20));
        return status == 0 ? child.Output : throw new InvalidOperationException($"{child.Name} ended with {status}:\n{child.Output}");
    }

    /// <summary>True when a program of this name is on PATH.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    /// <summary>Waits for an output line that matches; fails at the limit or when the program ended without printing one.</summary>
    public Match WaitForLine(string pattern, TimeSpan limit)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        var deadline = Stopwatch.GetTimestamp() + (long)(limit.TotalSeconds * Stopwatch.Frequency);
        var next = 0;
        lock (_gate)
        {
            while (true)
            {
                for (; next < _lines.Count; next++)
                {
                    if (regex.Match(_lines[next]) is { Success: true } match)
                    {
                        return match;
                    }
                }

                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
                if (_openStreams == 0 || left <= TimeSpan.Zero)
                {
                    var why = _openStreams == 0 ? "ended" : $"ran {limit.TotalSeconds:0.#} s";
                    throw new TimeoutException($"{Name} {why} without a line matching /{pattern}/; it printed:\n{string.Join('\n', _lines)}");
                }

                Monitor.Wait(_gate, left);
            }
        }
    }

    /// <summary>Waits for the end and returns the exit status (128 + signal when a signal ended it). Fails at the limit, with the output so far.</summary>
    public int WaitForExit(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            throw new TimeoutException($"{Name} (pid {Id}) still runs after {limit.TotalSeconds:0.#} s; it printed:\n{Output}");
        }

        ReadToTheEnd();
        return _process.ExitCode;
    }

    /// <summary>Sends a signal to this process only. Does nothing when it has ended.</summary>
    public void Send(Signal signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, (int)signal);
        }
    }

    /// <summary>Asks to end, then insists. Returns the exit status; <see cref="Output"/> then holds everything the program printed.</summary>
    public int Stop(TimeSpan? patience = null)
    {
        if (!_process.HasExited)
        {
            Send(Signal.Continue);
            Send(Signal.Terminate);
            if (!_process.WaitForExit(patience ?? TimeSpan.FromSeconds(15)))
            {
                Send(Signal.Kill);
                _process.WaitForExit();
            }
        }

        ReadToTheEnd();
        return _process.ExitCode;
    }

    /// <summary>Processor time used so far, user and system.</summary>
    public TimeSpan ProcessorTime()
    {
        // Fields 14 and 15 of proc(5) stat, in ticks of 1/100 s; the name in field 2 may contain spaces.
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10.0 * (long.Parse(fields[11]) + long.Parse(fields[12])));
    }

    /// <summary>Ends the process if it still runs and releases the watchdog.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Send(Signal.Kill);
            _process.WaitForExit();
        }

        try
        {
            _process.StandardInput.WriteLine("done");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The watchdog was killed by somebody else; there is nothing left to release.
        }

        _process.Dispose();
    }

    /// <summary>
    /// After the program's end: waits until its last words have gone from the pipe to <see cref="Output"/>. Bounded, because children that it left behind
    /// may keep the streams open; what it printed itself is in the pipe already.
    /// </summary>
    private void ReadToTheEnd()
    {
        lock (_gate)
        {
            var started = Stopwatch.GetTimestamp();
            while (_openStreams > 0 && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2))
            {
                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private void Received(object sender, DataReceivedEventArgs e)
    {
        lock (_gate)
        {
            if (e.Data is { } line)
            {
                _lines.Add(line);
            }
            else
            {
                _openStreams--;
            }

            Monitor.PulseAll(_gate);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
