using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Oriel.Host.Systems;

/// <summary>Runs a program that prints something: English words, nothing on its standard input, bounded in time and output; past a bound it and its children are killed.</summary>
public static class BoundedProgram
{
    /// <summary>Runs it and waits.</summary>
    public static Sight<CommandOutput> Run(string file, IReadOnlyList<string> arguments, TimeSpan limit, int mostBytes)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["LC_ALL"] = "C";
        start.Environment["SYSTEMD_PAGER"] = "";
        start.Environment["SYSTEMD_COLORS"] = "0";
        try
        {
            using var process = Process.Start(start);
            return process is null ? Sight.None<CommandOutput>(Missing.Failed, $"{file} did not start") : Finish(process, limit, mostBytes);
        }
        catch (Win32Exception e)
        {
            return Sight.None<CommandOutput>(e.NativeErrorCode is 13 or 1 ? Missing.Denied : Missing.Failed, e.Message);
        }
    }

    private static Sight<CommandOutput> Finish(Process process, TimeSpan limit, int mostBytes)
    {
        var name = Path.GetFileName(process.StartInfo.FileName);
        var began = Stopwatch.GetTimestamp();
        try
        {
            process.StandardInput.Close();
            var output = Task.Run(() => ReadAsync(process, process.StandardOutput.BaseStream, mostBytes));
            var error = Task.Run(() => ReadAsync(process, process.StandardError.BaseStream, mostBytes));
            if (!Task.WaitAll([output, error], limit) || !process.WaitForExit(Remaining(limit, began)))
            {
                return Sight.None<CommandOutput>(Missing.Failed, $"{name} took longer than {limit.TotalSeconds:0.#} s");
            }

            return output.Result is { } printed && error.Result is { } complained
                ? Sight.Of(new CommandOutput(process.ExitCode, printed, complained))
                : Sight.None<CommandOutput>(Missing.Failed, $"{name} printed more than {mostBytes >> 10} KiB");
        }
        catch (Exception e) when (e is IOException or AggregateException { InnerException: IOException })
        {
            return Sight.None<CommandOutput>(Missing.Failed, $"{name}: {e.Message}");
        }
        finally
        {
            End(process);
        }
    }

    private static TimeSpan Remaining(TimeSpan limit, long began) => limit - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero;

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended meanwhile, or a child belongs to somebody else: nothing more can be done about it.
        }
    }

    /// <summary>All of a stream; null, and the end of the program, when that is more than the bound.</summary>
    private static async Task<string?> ReadAsync(Process process, Stream stream, int mostBytes)
    {
        var bytes = new byte[8192];
        using var all = new MemoryStream();
        while (true)
        {
            var got = await stream.ReadAsync(bytes).ConfigureAwait(false);
            if (got == 0)
            {
                return Encoding.UTF8.GetString(all.GetBuffer(), 0, (int)all.Length);
            }

            all.Write(bytes, 0, got);
            if (all.Length > mostBytes)
            {
                End(process);
                return null;
            }
        }
    }
}
