namespace Oriel.Spice;

/// <summary>Immutable snapshot of the session.</summary>
public sealed record SpiceStatus
{
    /// <summary>What it is doing.</summary>
    public SpiceState State { get; init; }

    /// <summary>One sentence for the user, without a full stop; empty when all is well.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Why it is not connected; null when it is, or was never tried.</summary>
    public SpiceFailure? Failure { get; init; }

    /// <summary>Name of the VM; null = not told.</summary>
    public string? Name { get; init; }

    /// <summary>UUID of the VM; null = not told.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The guest runs a SPICE agent.</summary>
    public bool HasAgent { get; init; }

    /// <summary>Mouse modes the server can do now.</summary>
    public MouseModes SupportedMouseModes { get; init; }

    /// <summary>Mouse mode in force, as the server confirmed it.</summary>
    public MouseModes MouseMode { get; init; }

    /// <summary>Channels that are linked now.</summary>
    public IReadOnlyList<(ChannelType Type, byte Id)> Channels { get; init; } = [];
}
