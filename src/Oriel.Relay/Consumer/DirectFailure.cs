namespace Oriel.Relay.Consumer;

/// <summary>Why a frame that a sink took where it lies is not shown.</summary>
public enum DirectFailure
{
    /// <summary>The guest wrote over it meanwhile, or the session ended.</summary>
    Torn,

    /// <summary>The device did not end in time.</summary>
    Late,

    /// <summary>The device said that it failed.</summary>
    Failed,

    /// <summary>The device read something else than what lies there.</summary>
    Different,
}
