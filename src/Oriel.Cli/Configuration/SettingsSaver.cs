using Oriel.Cli.Commands;

namespace Oriel.Cli.Configuration;

/// <summary>Writes settings that were changed in the viewer into the user's files. For any thread.</summary>
/// <param name="places">Where the files are.</param>
/// <param name="machine">The VM that was asked for by name; null = none.</param>
/// <param name="resolved">What the files and the command line said at the start.</param>
internal sealed class SettingsSaver(ConfigPlaces places, MachineIdentity? machine, IReadOnlyList<ResolvedSetting> resolved)
{
    /// <summary>The VM that can have settings of its own, as the user calls it; null = none.</summary>
    public string? Machine => machine is null ? null : machine.Name ?? machine.Uuid;

    /// <summary>Writes; what it returns says where, and what stands in the way. Throws <see cref="OrielException"/>.</summary>
    /// <param name="changes">Names and values.</param>
    /// <param name="forMachine">For this VM alone.</param>
    public string Save(IReadOnlyList<(string Name, string Value)> changes, bool forMachine)
    {
        var (file, layer) = forMachine ? (places.MachineFile(Machine!), SettingLayer.Machine) : (places.UserFile, SettingLayer.User);
        var rows = changes.Select(change => (Row: ViewerSettings.Find(change.Name)!, change.Value)).ToList();
        ConfigFile.Update(file, text => rows.ForEach(row => text.Set(row.Row, row.Value)));
        var other = resolved.FirstOrDefault(r => rows.Any(row => row.Row == r.Setting) && r.Source.File is { } source && source != file && r.Source.Layer >= layer);
        var stays = other is null ? "" : $", but {other.Setting.Name} in {PlainText.Safe(other.Source.File!)} counts for more";
        return $"Saved in {PlainText.Safe(file)}{(places.AreOff ? $", which is not read while ${ConfigPlaces.Variable} is off" : stays)}";
    }
}
