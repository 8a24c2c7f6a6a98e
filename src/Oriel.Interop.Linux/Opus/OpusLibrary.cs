using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Opus;

/// <summary>Whether the system has libopus. It is optional.</summary>
public static class OpusLibrary
{
    /// <summary>True when it can be loaded.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Libraries.Opus, out _);
}
