using System.CommandLine;

namespace Oriel.Cli.Configuration;

/// <summary>Makes of settings what the options of a command are to be.</summary>
internal static class SettingResolver
{
    /// <summary>What is decided for each option somebody had a say in. Throws <see cref="OrielException"/> when settings exclude each other.</summary>
    /// <param name="store">The settings.</param>
    /// <param name="command">Whose options.</param>
    public static IReadOnlyList<ResolvedSetting> Resolve(SettingStore store, Command command)
    {
        var options = command.Options.ToDictionary(option => option.Name, StringComparer.Ordinal);
        var single = store.Given.Where(given => !given.Setting.IsJoint && given.Setting.Option is { } option && options.ContainsKey(option))
            .Select(given => new ResolvedSetting(
                ViewerSettings.OfOption(given.Setting.Option!)!, given.OptionWords ?? OptionChoice.ToOption(given.Setting, options[given.Setting.Option!], given.Value), [given]));
        return
        [
            .. single.Concat(SettingJoints.Resolve(store)).Where(resolved => options.ContainsKey(resolved.Setting.Option!)).GroupBy(resolved => resolved.Setting)
                .Select(claims => claims.OrderByDescending(claim => claim.Source.Rank).ThenByDescending(Weight).First()),
        ];
    }

    /// <summary>Settings whose option this program does not have.</summary>
    public static IEnumerable<GivenSetting> WithoutOption(SettingStore store, Command command) =>
        store.Given.Where(given => given.Setting.Option is { } name && command.Options.All(option => option.Name != name));

    // Within one file: what forbids, then the option's own name, then one that is translated.
    private static int Weight(ResolvedSetting claim) =>
        SettingJoints.IsVeto(claim) ? 3 : claim.From[0].Setting.IsJoint ? 0 : claim.From[0].Setting.IsTranslated ? 1 : 2;
}
