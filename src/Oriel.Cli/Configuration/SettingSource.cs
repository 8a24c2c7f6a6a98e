namespace Oriel.Cli.Configuration;

/// <summary>How much a place where settings are written counts for; later wins.</summary>
internal enum SettingLayer
{
    /// <summary>For everybody on this machine.</summary>
    System,

    /// <summary>The user's own.</summary>
    User,

    /// <summary>One VM's.</summary>
    Machine,

    /// <summary>The command line.</summary>
    CommandLine,

    /// <summary>The file named with --config, which is read last.</summary>
    Named,
}

/// <summary>Where a value was written.</summary>
/// <param name="Layer">What it counts for.</param>
/// <param name="Rank">Order within all sources; later wins.</param>
/// <param name="File">File; null = the command line.</param>
/// <param name="Line">Line, from 1.</param>
internal sealed record SettingSource(SettingLayer Layer, int Rank, string? File = null, int Line = 0)
{
    /// <inheritdoc/>
    public override string ToString() => File is null ? "command line" : $"{File}, line {Line}";
}

/// <summary>A value somebody gave a setting.</summary>
/// <param name="Setting">The row.</param>
/// <param name="Value">As written.</param>
/// <param name="Source">Where.</param>
/// <param name="WrittenAs">The name as written, for messages.</param>
internal sealed record GivenSetting(ViewerSetting Setting, string Value, SettingSource Source, string WrittenAs)
{
    /// <summary>Given as the command line's own option: its words, which need no translation.</summary>
    public IReadOnlyList<string>? OptionWords { get; init; }
}
