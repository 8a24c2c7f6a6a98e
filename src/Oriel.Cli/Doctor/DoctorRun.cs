using System.Text.Json;
using Oriel.Host.Checks;
using Oriel.Host.Systems;

namespace Oriel.Cli.Doctor;

/// <summary>Runs the checks on this machine or on a recording, and prints what they found.</summary>
internal static class DoctorRun
{
    /// <summary>Exit status: nothing is wrong.</summary>
    public const int Well = 0;

    /// <summary>Exit status: there are warnings.</summary>
    public const int Warned = 1;

    /// <summary>Exit status: there are problems.</summary>
    public const int Ill = 2;

    /// <summary>Runs; the result is the exit status.</summary>
    public static int Run(DoctorOptions options, TextWriter output, TextWriter remarks)
    {
        IHostSystem system = options.System is { } folder ? Open(folder) : new LiveSystem(DoctorProbes.All);
        var recording = options.Record is null ? null : new RecordingSystem(system);
        var results = CheckRun.Of(CheckChoice.Of(options.Only), new CheckContext(recording ?? system, options.Checks));
        if (recording is not null)
        {
            Record(recording, options.Record!, remarks);
        }

        if (options.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(DoctorReport.Of(results), DoctorJson.Default.DoctorReport));
        }
        else
        {
            new DoctorText(output, options.Color == ColorChoice.Always || (options.Color == ColorChoice.Auto && DoctorText.IsTerminal), DoctorText.TerminalWidth).Write(results, options.All, system.User.IsRoot);
        }

        return Status(results);
    }

    /// <summary>The exit status for these results.</summary>
    public static int Status(IEnumerable<CheckResult> results) => results.SelectMany(result => result.Findings).Worst() switch { Severity.Problem => Ill, Severity.Warning => Warned, _ => Well };

    private static RecordedSystem Open(string folder)
    {
        try
        {
            return new RecordedSystem(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OrielException(DoctorErrors.NoRecording, $"{folder}: {e.Message}", "a folder with system.json, as \"oriel doctor --record FOLDER\" writes it", "name such a folder", e);
        }
    }

    private static void Record(RecordingSystem recording, string folder, TextWriter remarks)
    {
        try
        {
            recording.Write(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(DoctorErrors.CannotRecord, e.Message, "a folder that is new or empty, and may be written", "name another folder", e);
        }

        remarks.WriteLine(
            $"recorded in {folder}: the files, outputs of programs and answers of probes that the checks looked at. Passwords in QEMU's arguments and libvirt's XML were taken out; no environment but the variables asked for. "
            + "It holds names of users, machines, paths and devices, and lines of the system's log: look through it before you send it. Judge it with: oriel doctor --system FOLDER");
    }
}
