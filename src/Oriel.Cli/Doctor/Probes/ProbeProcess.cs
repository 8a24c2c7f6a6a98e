using Oriel.Host.Systems;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>Runs a probe in a process of its own, so that a driver that crashes or hangs ends that and not us.</summary>
internal static class ProbeProcess
{
    /// <summary>A driver that has not drawn a small picture by then hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>The answer, or why there is none.</summary>
    /// <param name="name">Which probe.</param>
    /// <param name="argument">What it is asked about; empty for nothing.</param>
    public static (string Answer, string Failure) Run(string name, string argument) =>
        // Another program, such as a test, has no command that probes.
        Environment.ProcessPath is { } program && Path.GetFileName(program) == "oriel" ? Run(program, name, argument, s_patience) : RunHere(name, argument);

    /// <summary>The answer of a program, or why there is none.</summary>
    /// <param name="program">Which program.</param>
    /// <param name="name">Which probe.</param>
    /// <param name="argument">What it is asked about; empty for nothing.</param>
    /// <param name="patience">How long it may take.</param>
    internal static (string Answer, string Failure) Run(string program, string name, string argument, TimeSpan patience)
    {
        var sight = BoundedProgram.Run(program, argument.Length > 0 ? ["probe", name, argument] : ["probe", name], patience, HostLimits.FileBytes);
        return sight.Value switch
        {
            null => ("", sight.Why),
            { IsGood: true } output => (output.Output, ""),
            { ExitCode: > 128 and < 160 } output => ("", $"it crashed with signal {output.ExitCode - 128}"),
            var output => ("", $"it ended with status {output.ExitCode}: {FirstLine(output.Error)}"),
        };
    }

    private static (string Answer, string Failure) RunHere(string name, string argument)
    {
        (string Answer, string Failure) result = ("", $"it took longer than {s_patience.TotalSeconds:0} s");
        var thread = new Thread(() =>
        {
            try
            {
                result = (MachineProbes.InProcess[name](argument), "");
            }
            catch (Exception error) when (error is OrielException or DllNotFoundException or EntryPointNotFoundException or InvalidOperationException)
            {
                result = ("", error.Message);
            }
        })
        { IsBackground = true, Name = "oriel-probe" };
        thread.Start();

        // What comes after the time is over is not read any more.
        return thread.Join(s_patience) ? result : ("", $"it took longer than {s_patience.TotalSeconds:0} s");
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim() is { Length: > 0 } line ? line : "(no words)";
}
