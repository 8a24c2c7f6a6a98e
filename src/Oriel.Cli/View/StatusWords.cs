using Oriel.Relay.Consumer;

namespace Oriel.Cli.View;

/// <summary>The relay's state in the few words a window title has room for; the screen itself says more.</summary>
internal static class StatusWords
{
    /// <summary>Title for a state; the bare title while there is a picture.</summary>
    public static string Title(string title, RelayState state) => Of(state) is { } words ? $"{title}: {words}" : title;

    private static string? Of(RelayState state) => state switch
    {
        RelayState.Idle or RelayState.Live => null,
        RelayState.NoRegion => "no shared memory",
        RelayState.NoPermission => "no permission",
        RelayState.RegionUnusable => "shared memory unusable",
        RelayState.NoProducer => "no agent in the guest",
        RelayState.ProducerSilent => "the agent stopped",
        RelayState.VersionMismatch => "unknown version",
        RelayState.SessionRefused => "session refused",
        _ => "waiting for a picture",
    };
}
