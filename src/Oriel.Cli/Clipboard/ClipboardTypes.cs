using Oriel.Display.Clipboard;
using Oriel.Spice.Agent;

namespace Oriel.Cli.Clipboard;

/// <summary>Content types of the host and of the agent. Pure.</summary>
internal static class ClipboardTypes
{
    private static readonly (HostContentType Host, AgentContentType Agent)[] s_pairs =
    [
        (HostContentType.Text, AgentContentType.Text),
        (HostContentType.Png, AgentContentType.Png),
        (HostContentType.Bmp, AgentContentType.Bmp),
        (HostContentType.Tiff, AgentContentType.Tiff),
        (HostContentType.Jpeg, AgentContentType.Jpeg),
    ];

    /// <summary>The agent's number of a host type.</summary>
    public static AgentContentType ToAgent(HostContentType type) => Array.Find(s_pairs, p => p.Host == type).Agent;

    /// <summary>The host's type of an agent's number; null = nothing the host knows.</summary>
    public static HostContentType? ToHost(AgentContentType type) => Array.FindIndex(s_pairs, p => p.Agent == type) is >= 0 and var i ? s_pairs[i].Host : null;

    /// <summary>What can be offered to the other side: what is there, and what can be made of it.</summary>
    public static List<HostContentType> WithConversions(IEnumerable<HostContentType> types)
    {
        List<HostContentType> all = [.. types];
        foreach (var wanted in (ReadOnlySpan<HostContentType>)[HostContentType.Png, HostContentType.Bmp])
        {
            if (!all.Contains(wanted) && all.Contains(PictureConversion.Source(wanted)!.Value))
            {
                all.Add(wanted);
            }
        }

        return all;
    }

    /// <summary>What to ask the owner for, to be able to hand over <paramref name="wanted"/>; null = it cannot be had.</summary>
    public static HostContentType? SourceOf(HostContentType wanted, IReadOnlyList<HostContentType> owned) =>
        owned.Contains(wanted) ? wanted : PictureConversion.Source(wanted) is { } other && owned.Contains(other) ? other : null;
}
