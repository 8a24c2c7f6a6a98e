using System.Text;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Setup.Undo;
using Oriel.Host.Systems;

namespace Oriel.Host.Setup;

/// <summary>The one place where set-up changes the host: files by <see cref="WholeFile"/> with what was there kept first, programs bounded in time and output. Never asks for more rights than it has.</summary>
public sealed class HostWork
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Defines a machine from a description. Throws <see cref="OrielException"/> with libvirt's words when it does not take it.</summary>
    /// <param name="connection">libvirt's connection.</param>
    /// <param name="file">The description.</param>
    /// <param name="validate">Have libvirt hold it against its schema first.</param>
    public void Define(string connection, string file, bool validate)
    {
        var output = Run("virsh", validate ? ["-c", connection, "define", "--validate", "--file", file] : ["-c", connection, "define", "--file", file]);
        if (!output.IsGood)
        {
            throw new OrielException(
                SetupErrors.Refused, $"virsh define: {LastLines(output)}", "a description libvirt accepts; nothing was changed", "when libvirt refuses the old description, too, --no-validate leaves its schema out; else please report this");
        }
    }

    /// <summary>Does a step.</summary>
    /// <param name="step">Which.</param>
    /// <param name="backup">Keeps what was there.</param>
    public void Do(HostStep step, SetupBackup backup)
    {
        if (step.File.Length > 0)
        {
            backup.Add(step.File);
            _ = SetupStore.Guarded(step.File, () =>
            {
                var mode = File.Exists(step.File) ? File.GetUnixFileMode(step.File) : step.Mode;
                WholeFile.Write(step.File, Encoding.UTF8.GetBytes(step.Content), mode);
                return true;
            });
        }

        backup.Add(step.UndoCommands);
        foreach (var command in step.Commands)
        {
            Run(command);
        }
    }

    /// <summary>Runs a command and throws <see cref="OrielException"/> when it fails.</summary>
    public void Run(IReadOnlyList<string> command)
    {
        var output = Run(command[0], [.. command.Skip(1)]);
        if (!output.IsGood)
        {
            throw new OrielException(SetupErrors.HostStep, $"{ShellWords.Join(command)}: {LastLines(output)}", "the command to end well", "what was done before stays, and \"oriel setup --undo\" undoes it; run the command by hand to see more");
        }
    }

    private static CommandOutput Run(string program, IReadOnlyList<string> arguments)
    {
        if (LookingPrograms.Find(program, Environment.GetEnvironmentVariable("PATH")) is not { } file)
        {
            return new CommandOutput(127, "", $"{program} is not installed");
        }

        var sight = BoundedProgram.Run(file, arguments, s_limit, HostLimits.FileBytes);
        return sight.Value ?? new CommandOutput(126, "", sight.Why);
    }

    internal static string LastLines(CommandOutput output)
    {
        var lines = (output.Error + output.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var text = string.Join("; ", lines.TakeLast(4));
        return text.Length == 0 ? $"ended with status {output.ExitCode}" : text.Length <= 600 ? text : text[..600];
    }
}
