namespace Oriel.Relay.Producer;

/// <summary>Settings of a <see cref="RelayProducer"/>.</summary>
public sealed record ProducerOptions
{
    /// <summary>Where placed resources of a Direct3D 12 heap may begin (kvmfr.md section 3).</summary>
    public const uint HeapAlignment = 65536;

    /// <summary>Which protocol to write.</summary>
    public ProducerProfile Profile { get; init; } = ProducerProfile.P20;

    /// <summary>Frame buffers and frame-queue length, 2 to 64. Layouts with power-of-two rings round the ring up, never the buffers.</summary>
    public int FrameBuffers { get; init; } = 2;

    /// <summary>Alignment of frame allocations, bytes; a power of two, at least 4096. <see cref="HeapAlignment"/> when a GPU opens the region as a Direct3D 12 heap.</summary>
    public uint FrameAlignment { get; init; } = 4096;

    /// <summary>Build text shown by viewers, at most 31 ASCII bytes.</summary>
    public string ProducerText { get; init; } = "oriel";

    /// <summary>Feature bits (kvmfr.md section 2.4): 1 SetCursorPos, 2 WindowSize.</summary>
    public uint Features { get; init; }

    /// <summary>Virtual machine record; null leaves it out.</summary>
    public Protocol.Kvmfr.VmInfo? Vm { get; init; }

    /// <summary>Operating system record; null leaves it out.</summary>
    public Protocol.Kvmfr.OsInfo? Os { get; init; }

    /// <summary>Guest status record as it stands at the start, changed by <see cref="RelayProducer.SetStatus"/> later; null leaves it out.</summary>
    public Protocol.Kvmfr.GuestStatus? Status { get; init; }

    /// <summary>
    /// What rings consumers that sleep; null = the doorbells of the region's own device, if it has any. Without one there is no doorbell record, and consumers poll.
    /// </summary>
    public Memory.IvshmemDoorbell? Doorbell { get; init; }

    /// <summary>Carries a timing record (docs/protocol-extensions.md section 4), so that viewers know when frames were captured and published.</summary>
    public bool ReportsTimes { get; init; }

    /// <summary>Where the producer's milliseconds and nanoseconds come from; tests put a clock they move themselves.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a lock word may stay taken before its owner is presumed dead: consumers hold it for microseconds, or while they are not scheduled.</summary>
    internal TimeSpan LockPatience { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Replaces the random session id, for byte-exact tests.</summary>
    internal Func<uint>? SessionIds { get; init; }
}
