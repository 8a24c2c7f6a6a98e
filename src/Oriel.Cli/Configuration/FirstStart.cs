using System.CommandLine;
using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>The first start of somebody who has files of the existing viewer and none of ours: asked once on a terminal, else told how to take them over.</summary>
/// <param name="places">Where the files are.</param>
/// <param name="view">The command whose options the settings become.</param>
internal sealed class FirstStart(ConfigPlaces places, Command view)
{
    /// <summary>Files of the existing viewer that are here.</summary>
    public static IReadOnlyList<string> Found(ConfigPlaces places) => [.. places.Existing.Where(File.Exists)];

    /// <summary>Somebody can be asked: both ends are a terminal, and this program is in its foreground (one in the background would be stopped for reading).</summary>
    public static bool CanAsk() => !Console.IsInputRedirected && !Console.IsErrorRedirected && IsForeground("/proc/self/stat");

    /// <summary>A process is in the foreground of its terminal: its group is the terminal's.</summary>
    /// <param name="statFile">The kernel's line about it (proc_pid_stat(5)).</param>
    internal static bool IsForeground(string statFile)
    {
        try
        {
            // After the name, which may have anything in it: state, parent, group, session, terminal, the terminal's group.
            var text = File.ReadAllText(statFile);
            return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var group, _, _, var foreground, ..] && group == foreground;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Asks, or says, if there is something to be said. Throws <see cref="OrielException"/>.</summary>
    /// <param name="isTerminal">Somebody can be asked.</param>
    /// <param name="input">Where the answer comes from.</param>
    /// <param name="output">Where the question goes.</param>
    /// <returns>What to show in the window; null = nothing.</returns>
    public string? Look(bool isTerminal, TextReader input, TextWriter output)
    {
        if (places.AreOff || File.Exists(places.UserFile) || File.Exists(places.SystemFile) || Found(places) is not [_, ..] files)
        {
            return null;
        }

        var names = string.Join(", ", files.Select(PlainText.Safe));
        if (!isTerminal)
        {
            return $"Settings of the existing viewer ({names}) are not used; 'oriel config migrate' takes them over";
        }

        output.Write($"There are settings of the existing viewer in {names}.\nTake them over into {PlainText.Safe(places.UserFile)}? The files themselves stay as they are. [y/N] ");
        output.Flush();
        if (input.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES")
        {
            Take(files, output);
        }
        else
        {
            // The file is the memory of the answer.
            ConfigFile.Update(places.UserFile, text => text.Note($"Settings in {names} were not taken over; 'oriel config migrate' does it"));
            output.WriteLine("Not taken over, and not asked again; 'oriel config migrate' does it at any time.");
        }

        return null;
    }

    /// <summary>Takes files over. Throws <see cref="OrielException"/>; also when there are none.</summary>
    /// <param name="files">The files; none = those at the existing viewer's places.</param>
    /// <param name="output">Where the account goes.</param>
    /// <param name="target">Our file; null = the user's.</param>
    /// <param name="onlyLook">Write nothing.</param>
    public void Take(IReadOnlyList<string> files, TextWriter output, string? target = null, bool onlyLook = false)
    {
        target ??= places.UserFile;
        files = files.Count > 0 ? files : Found(places);
        if (files.Count == 0)
        {
            throw new OrielException(
                CliErrors.NothingToMigrate, $"none of {string.Join(", ", places.Existing.Select(PlainText.Safe))}", "a file with settings of the existing viewer", "name it: oriel config migrate FILE");
        }

        var migration = Migration.Read(files, view, target);
        if (!onlyLook && migration.Settings.Count > 0)
        {
            migration.Write(target);
        }

        MigrationReport.Write(output, migration, target, isWritten: !onlyLook);
    }
}
