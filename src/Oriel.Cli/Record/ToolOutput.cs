using System.Diagnostics;
using System.Text;

namespace Oriel.Cli.Record;

/// <summary>Runs another program to look at what it says: bounded in time and size.</summary>
internal static class ToolOutput
{
    private const int MostCharacters = 1 << 20;

    /// <summary>Path of a program in PATH; null when it is not there.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs it and returns its exit status and standard output; status -1 when it did not end in time or could not be started.</summary>
    public static (int Status, string Text) Run(string program, IReadOnlyList<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var text = new StringBuilder();
            process.OutputDataReceived += (_, e) =>
            {
                lock (text)
                {
                    if (text.Length < MostCharacters)
                    {
                        text.AppendLine(e.Data);
                    }
                }
            };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(limit))
            {
                process.Kill();
                return (-1, "");
            }

            // The output is whole once this returns, too.
            process.WaitForExit();
            lock (text)
            {
                return (process.ExitCode, text.ToString());
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");
        }
    }
}
