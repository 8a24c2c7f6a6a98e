namespace Oriel.Agent.Windows.Direct;

/// <summary>Reads what the direct copy takes of <c>[d12]</c>; adapter, output, packing and sizes are the texture source's.</summary>
internal static class DirectSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "d12";

    /// <summary>Puts settings and defaults together. Throws <see cref="OrielException"/>.</summary>
    public static DirectOptions Read(WindowsCaptureOptions options) => new()
    {
        TrackDamage = options.Flag("d12:trackDamage", otherwise: true),
        IndirectCopy = options.Flag("d12:indirectCopy", otherwise: false),
        DebugLayer = options.Flag("d12:debug", otherwise: false),
    };
}
