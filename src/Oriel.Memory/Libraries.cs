namespace Oriel.Memory;

/// <summary>Native libraries by their versioned names.</summary>
internal static class Libraries
{
    /// <summary>Linux: the C library.</summary>
    public const string C = "libc.so.6";

    /// <summary>Windows: events, timers, files, mappings.</summary>
    public const string Kernel32 = "kernel32.dll";

    /// <summary>Windows: finding devices.</summary>
    public const string SetupApi = "setupapi.dll";

    /// <summary>Windows: what is wrong with a device.</summary>
    public const string CfgMgr32 = "cfgmgr32.dll";
}
