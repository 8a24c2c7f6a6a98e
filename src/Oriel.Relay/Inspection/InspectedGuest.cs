using System.Text.Json.Serialization;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Inspection;

/// <summary>Guest status record (docs/protocol-extensions.md section 2). The names are documented there.</summary>
public sealed record InspectedGuest
{
    private const int Tries = 64;

    /// <summary>Sequence word it was read under.</summary>
    public required uint Sequence { get; init; }

    /// <summary>What the agent is doing.</summary>
    public required GuestState State { get; init; }

    /// <summary>Producer's clock when the state began.</summary>
    public required ulong StateSinceMs { get; init; }

    /// <summary>Producer's clock when the record was written.</summary>
    public required ulong UpdatedMs { get; init; }

    /// <summary>Agent and version.</summary>
    public required string Agent { get; init; }

    /// <summary>Operating system.</summary>
    public required string System { get; init; }

    /// <summary>Capture backend.</summary>
    public required string Backend { get; init; }

    /// <summary>GPU.</summary>
    public required string Gpu { get; init; }

    /// <summary>Version of its driver.</summary>
    public required string GpuDriver { get; init; }

    /// <summary>Active outputs; left out when unknown.</summary>
    public int? OutputCount { get; init; }

    /// <summary>The first outputs.</summary>
    public required IReadOnlyList<InspectedOutput> Outputs { get; init; }

    /// <summary>Last error.</summary>
    public InspectedGuestError? Error { get; init; }

    /// <summary>Frames published.</summary>
    public required ulong Frames { get; init; }

    /// <summary>Captured frames that were replaced unpublished.</summary>
    public required ulong Dropped { get; init; }

    /// <summary>Times the capture source was opened again.</summary>
    public required ulong Restarts { get; init; }

    /// <summary>Mode changes followed.</summary>
    public required ulong ModeChanges { get; init; }

    /// <summary>The status itself, for words.</summary>
    [JsonIgnore]
    public GuestStatus Status { get; init; } = new();

    /// <summary>Reads the record; false with the reason when it is malformed or does not stand still.</summary>
    internal static bool TryRead(InspectionSource source, ulong offset, out InspectedGuest? guest, out Reject reject)
    {
        guest = null;
        var sequence = 0u;
        for (var i = 0; i < Tries; i++)
        {
            sequence = source.ReadUInt32(offset + GuestStatusRecord.SequenceOffset);
            var block = source.CopyOut(offset, GuestStatusRecord.Bytes);
            Interlocked.MemoryBarrier();
            if (source.ReadUInt32(offset + GuestStatusRecord.SequenceOffset) != sequence || (sequence & 1) != 0)
            {
                continue;
            }

            if (!GuestStatusRecord.TryParse(block, out var status, out reject))
            {
                return false;
            }

            guest = Of(status, GuestStatusRecord.ReadCounters(block), sequence);
            return true;
        }

        reject = new Reject(RejectCode.GuestStatus, sequence, Tries);
        return false;
    }

    private static InspectedGuest Of(GuestStatus status, GuestCounters counters, uint sequence) => new()
    {
        Sequence = sequence,
        State = status.State,
        StateSinceMs = status.StateSinceMs,
        UpdatedMs = counters.UpdatedMs,
        Agent = status.Agent,
        System = status.System,
        Backend = status.Backend,
        Gpu = status.Gpu,
        GpuDriver = status.GpuDriver,
        OutputCount = status.OutputCount,
        Outputs = [.. status.Outputs.Select(o => new InspectedOutput(o.Name, o.Width, o.Height, o.RefreshMilliHz, o.IsCaptured, o.IsPrimary))],
        Error = status.Error is { } e ? new InspectedGuestError(e.Code, e.Text, e.Remedy, e.AtMs) : null,
        Frames = counters.Frames,
        Dropped = counters.Dropped,
        Restarts = counters.Restarts,
        ModeChanges = counters.ModeChanges,
        Status = status,
    };
}

/// <summary>An output of the guest.</summary>
/// <param name="Name">Name.</param>
/// <param name="Width">Pixels across, 0 = unknown.</param>
/// <param name="Height">Rows, 0 = unknown.</param>
/// <param name="RefreshMilliHz">Thousandths of a hertz, 0 = unknown.</param>
/// <param name="Captured">Being captured.</param>
/// <param name="Primary">Primary in the guest.</param>
public sealed record InspectedOutput(string Name, uint Width, uint Height, uint RefreshMilliHz, bool Captured, bool Primary);

/// <summary>The agent's last error.</summary>
/// <param name="Code">Code.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Remedy">What helps.</param>
/// <param name="AtMs">Producer's clock.</param>
public sealed record InspectedGuestError(string Code, string Text, string Remedy, ulong AtMs);
