namespace Oriel.Cli.Help;

/// <summary>The value of an option that is on unless somebody says off. (A flag can only be given, not taken back.)</summary>
internal enum OnOff
{
    /// <summary>On.</summary>
    On,

    /// <summary>Off.</summary>
    Off,
}
