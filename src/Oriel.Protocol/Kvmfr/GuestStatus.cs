namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// What an agent tells about itself and its machine (docs/protocol-extensions.md section 2), apart from the counters. Texts that came off the wire are bounded and printable;
/// texts to be sent are cut to their field. Immutable.
/// </summary>
public sealed record GuestStatus
{
    /// <summary>Outputs a record describes at most.</summary>
    public const int MaxOutputs = 4;

    /// <summary>What the agent is doing.</summary>
    public GuestState State { get; init; }

    /// <summary>Producer's clock when the state began, milliseconds; 0 = unknown.</summary>
    public ulong StateSinceMs { get; init; }

    /// <summary>Name and version of the agent, 47 bytes.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Name and build of the operating system, 63 bytes.</summary>
    public string System { get; init; } = "";

    /// <summary>Capture backend in use, 31 bytes; empty while there is none.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Name of the GPU, 63 bytes.</summary>
    public string Gpu { get; init; } = "";

    /// <summary>Version of its driver, 31 bytes.</summary>
    public string GpuDriver { get; init; } = "";

    /// <summary>Active outputs of the guest, which can be more than are described; null = unknown.</summary>
    public int? OutputCount { get; init; }

    /// <summary>The first outputs, at most <see cref="MaxOutputs"/>.</summary>
    public IReadOnlyList<GuestOutput> Outputs { get; init; } = [];

    /// <summary>Last error, also when it is over; null = none so far.</summary>
    public GuestError? Error { get; init; }

    /// <inheritdoc/>
    public bool Equals(GuestStatus? other) =>
        other is not null && State == other.State && StateSinceMs == other.StateSinceMs && OutputCount == other.OutputCount && Error == other.Error
        && Agent == other.Agent && System == other.System && Backend == other.Backend && Gpu == other.Gpu && GpuDriver == other.GpuDriver
        && Outputs.SequenceEqual(other.Outputs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(State, StateSinceMs, OutputCount, Error, Backend, Gpu, Outputs.Count);
}
