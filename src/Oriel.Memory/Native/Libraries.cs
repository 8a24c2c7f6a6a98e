namespace Oriel.Memory.Native;

/// <summary>Native libraries by their versioned names.</summary>
internal static class Libraries
{
    /// <summary>The C library; the only one this room uses.</summary>
    public const string C = "libc.so.6";

    /// <summary>Windows: events, timers, files, mappings.</summary>
    public const string Kernel32 = "kernel32.dll";
}
