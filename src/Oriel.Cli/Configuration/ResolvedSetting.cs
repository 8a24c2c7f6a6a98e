namespace Oriel.Cli.Configuration;

/// <summary>What an option is to be, and who said so.</summary>
/// <param name="Setting">The row whose own option it is.</param>
/// <param name="Words">The option's words; null = its default.</param>
/// <param name="From">The values that decided, the one with the last word first.</param>
internal sealed record ResolvedSetting(ViewerSetting Setting, IReadOnlyList<string>? Words, IReadOnlyList<GivenSetting> From)
{
    /// <summary>Where the last word was written.</summary>
    public SettingSource Source => From[0].Source;
}
