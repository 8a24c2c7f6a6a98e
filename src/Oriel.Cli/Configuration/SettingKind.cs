namespace Oriel.Cli.Configuration;

/// <summary>What a setting's value is.</summary>
internal enum SettingKind
{
    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number.</summary>
    Decimal,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>One word of several, or a size or position.</summary>
    Word,
}
