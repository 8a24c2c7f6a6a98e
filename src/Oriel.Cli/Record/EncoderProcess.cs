using System.Diagnostics;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Record;

/// <summary>
/// The program that takes the recording: pictures go into its standard input, its last words are kept. <see cref="Stream"/> belongs to one thread, which may be held up there for as long as the
/// program does not read; <see cref="Kill"/> from any other thread ends that.
/// </summary>
internal sealed class EncoderProcess : IDisposable
{
    private const int MostLines = 6;
    private const int MostCharacters = 300;
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Queue<string> _words = new();
    private readonly string _name;

    private EncoderProcess(Process process, string name)
    {
        _process = process;
        _name = name;
    }

    /// <summary>Its standard input.</summary>
    public Stream Stream => _process.StandardInput.BaseStream;

    /// <summary>Starts it. It gets a session of its own where the system has setsid: Ctrl+C is meant for us, and we end it in order.</summary>
    /// <param name="program">Path.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="diesWithUs">
    /// It does not end with its input: the system ends it when we are killed, where there is setpriv. That comes with the end of the thread that calls this, which must live as long as the program.
    /// </param>
    public static EncoderProcess Start(string program, IReadOnlyList<string> arguments, bool diesWithUs = false)
    {
        List<string> line = [];
        if (FfmpegProgram.Find("setsid") is { } apart)
        {
            line.Add(apart);
        }

        if (diesWithUs && FfmpegProgram.Find("setpriv") is { } together)
        {
            line.AddRange([together, "--pdeathsig", "TERM"]);
        }

        line.AddRange([program, .. arguments]);
        var start = new ProcessStartInfo(line[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        line.Skip(1).ToList().ForEach(start.ArgumentList.Add);

        var process = new Process { StartInfo = start };
        var encoder = new EncoderProcess(process, Path.GetFileName(program));
        process.ErrorDataReceived += encoder.Said;
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            process.Dispose();
            throw new OrielException(CliErrors.NoEncoderProgram, $"{program} cannot be started: {error.Message}", "a program that runs", "install it anew", error);
        }

        process.BeginErrorReadLine();
        return encoder;
    }

    /// <summary>Ends its input and waits until it has written everything.</summary>
    /// <param name="patience">How long.</param>
    public void Finish(TimeSpan patience)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it took the last of it; its status says how.
        }

        if (!_process.WaitForExit(patience))
        {
            Kill();
            throw new OrielException(
                CliErrors.EncoderStuck, $"{_name} still ran {patience.TotalSeconds:0} s after the last picture and was ended", "an encoder that finishes",
                "look at the disk or at the program that reads the recording; a faster --codec or a smaller --size helps an encoder that is too slow");
        }

        // Also until its words are all here.
        _process.WaitForExit();
        if (_process.ExitCode != 0 || HasLostData(Words()))
        {
            throw Failure();
        }
    }

    /// <summary>Ends its input and, if it does not take that as its end, the program: nothing of it is kept.</summary>
    public void End()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended.
        }

        if (!_process.WaitForExit(s_lastWords))
        {
            Kill();
        }
    }

    /// <summary>Why its input broke: it ended. Waits for that, and for its last words.</summary>
    public OrielException Failure()
    {
        if (!_process.WaitForExit(s_lastWords))
        {
            Kill();
        }

        _process.WaitForExit();
        var words = Words();
        var status = _process.ExitCode;
        var how = status > 128 ? $"ended by signal {status - 128}" : $"ended with status {status}";
        return new OrielException(
            CliErrors.EncoderFailed, words.Length == 0 ? $"{_name} {how} and said nothing" : $"{_name} {how}: {words}", "an encoder that runs until the end",
            words.Contains("No space left", StringComparison.Ordinal) ? "make room on the disk, or record to another one"
            : "the words are the program's own; another --codec or --container may do, and what was recorded until then may be playable");
    }

    /// <summary>Ends it at once. Any thread.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // ffmpeg 5.1 ends with 0 when the last of a file found no room.
    private static bool HasLostData(string words) =>
        words.Contains("Error writing trailer", StringComparison.Ordinal) || words.Contains("Error closing file", StringComparison.Ordinal) || words.Contains("No space left", StringComparison.Ordinal);

    private string Words()
    {
        lock (_words)
        {
            return string.Join("; ", _words);
        }
    }

    private void Said(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is not { Length: > 0 } line)
        {
            return;
        }

        lock (_words)
        {
            _words.Enqueue(PlainText.Safe(line.Length > MostCharacters ? line[..MostCharacters] : line).Trim());
            if (_words.Count > MostLines)
            {
                _words.Dequeue();
            }
        }
    }
}
