namespace Oriel.Agent.Configuration;

/// <summary>Systems a setting means something on.</summary>
[Flags]
internal enum SettingSystems
{
    /// <summary>Linux guests.</summary>
    Linux = 1,

    /// <summary>Windows guests.</summary>
    Windows = 2,

    /// <summary>Every guest.</summary>
    Every = Linux | Windows,
}
