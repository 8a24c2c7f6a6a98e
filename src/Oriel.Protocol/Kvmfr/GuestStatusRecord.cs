using System.Diagnostics.CodeAnalysis;

namespace Oriel.Protocol.Kvmfr;

/// <summary>
/// The bytes of the guest status record (docs/protocol-extensions.md section 2): a block of fixed size that its producer rewrites during the session under a sequence word.
/// Pure: works on private copies, whoever makes them looks at the sequence.
/// </summary>
public static class GuestStatusRecord
{
    /// <summary>Type of the user data record: "O".</summary>
    public const byte Type = 0x4F;

    /// <summary>Bytes of the block.</summary>
    public const int Bytes = 1024;

    /// <summary>Bytes of the record's data: the block and room to align it.</summary>
    public const int DataBytes = Bytes + Alignment - 1;

    /// <summary>Offset of the sequence word in the block: odd while it is being written, 0 before it ever was.</summary>
    public const int SequenceOffset = 4;

    /// <summary>Version written.</summary>
    public const ushort Version = 1;

    private const int Alignment = 4;
    private const int BodyOffset = 8;
    private const int CountersOffset = 16;
    private const int CountersEnd = 56;
    private const int OutputsOffset = 704;
    private const int OutputBytes = 48;
    private const int MaxOutputCount = 64;
    private const uint MaxEdgePixels = 65535;
    private const uint MaxRefreshMilliHz = 2_000_000;
    private const byte UnknownCount = 255;

    private static ReadOnlySpan<byte> Magic => "OrGS"u8;

    /// <summary>Where the block begins when the record's data begins here, both from the start of the user data, which itself lies on a multiple of 4.</summary>
    public static int Align(int dataOffset) => (dataOffset + Alignment - 1) / Alignment * Alignment;

    /// <summary>True when two blocks differ in sequence and counters at most, so that what the older one was parsed to still holds.</summary>
    public static bool HasSameWords(ReadOnlySpan<byte> block, ReadOnlySpan<byte> other) =>
        block[..SequenceOffset].SequenceEqual(other[..SequenceOffset])
        && block[BodyOffset..CountersOffset].SequenceEqual(other[BodyOffset..CountersOffset])
        && block[CountersEnd..Bytes].SequenceEqual(other[CountersEnd..Bytes]);

    /// <summary>The counters of a block that <see cref="TryParse"/> accepts.</summary>
    /// <param name="block">Private copy of the block.</param>
    public static GuestCounters ReadCounters(ReadOnlySpan<byte> block) =>
        new(Wire.U64(block, 16), Wire.U64(block, 24), Wire.U64(block, 32), Wire.U64(block, 40), Wire.U64(block, 48));

    /// <summary>Parses a private copy of the block. Numbers out of range are clamped or read as unknown; only what is no finished status block at all is refused.</summary>
    /// <param name="block">Private copy, <see cref="Bytes"/> bytes.</param>
    /// <param name="status">The status when accepted.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(ReadOnlySpan<byte> block, [NotNullWhen(true)] out GuestStatus? status, out Reject reject)
    {
        status = null;
        if (block.Length < Bytes)
        {
            reject = new Reject(RejectCode.GuestStatus, (ulong)block.Length, Bytes);
            return false;
        }

        if (!block.StartsWith(Magic) || Wire.U16(block, 8) == 0)
        {
            reject = new Reject(RejectCode.GuestStatus, Wire.U32(block, 0), Wire.U32(Magic, 0));
            return false;
        }

        var sequence = Wire.U32(block, SequenceOffset);
        if (sequence == 0 || (sequence & 1) != 0)
        {
            reject = new Reject(RejectCode.GuestStatus, sequence, 2);
            return false;
        }

        var state = (GuestState)block[10];
        status = new GuestStatus
        {
            State = state <= GuestState.DisplayOff ? state : GuestState.Unknown,
            StateSinceMs = Wire.U64(block, 56),
            Agent = Text(block, 464, 48),
            System = Text(block, 512, 64),
            Backend = Text(block, 576, 32),
            Gpu = Text(block, 608, 64),
            GpuDriver = Text(block, 672, 32),
            OutputCount = block[11] == UnknownCount ? null : Math.Min((int)block[11], MaxOutputCount),
            Outputs = ReadOutputs(block),
            Error = ReadError(block),
        };
        reject = Reject.None;
        return true;
    }

    /// <summary>Producer side: writes the whole block into private memory. Allocates nothing.</summary>
    /// <param name="block">At least <see cref="Bytes"/> bytes.</param>
    /// <param name="status">What to tell.</param>
    /// <param name="counters">The numbers.</param>
    /// <param name="sequence">Sequence word; even.</param>
    public static void Write(Span<byte> block, GuestStatus status, in GuestCounters counters, uint sequence)
    {
        block = block[..Bytes];
        block.Clear();
        Magic.CopyTo(block);
        Wire.U32(block, SequenceOffset, sequence);
        Wire.U16(block, 8, Version);
        block[10] = (byte)status.State;
        block[11] = status.OutputCount is { } count ? (byte)Math.Clamp(count, 0, MaxOutputCount) : UnknownCount;
        WriteCounters(block, in counters, sequence);
        Wire.U64(block, 56, status.StateSinceMs);
        if (status.Error is { } error)
        {
            Wire.U64(block, 64, Math.Max(1, error.AtMs));
            WireText.Encode(error.Code, block.Slice(72, 8));
            WireText.Encode(error.Text, block.Slice(80, 192));
            WireText.Encode(error.Remedy, block.Slice(272, 192));
        }

        WireText.Encode(status.Agent, block.Slice(464, 48));
        WireText.Encode(status.System, block.Slice(512, 64));
        WireText.Encode(status.Backend, block.Slice(576, 32));
        WireText.Encode(status.Gpu, block.Slice(608, 64));
        WireText.Encode(status.GpuDriver, block.Slice(672, 32));
        for (var i = 0; i < Math.Min(status.Outputs.Count, GuestStatus.MaxOutputs); i++)
        {
            WriteOutput(block.Slice(OutputsOffset + (i * OutputBytes), OutputBytes), status.Outputs[i]);
        }
    }

    /// <summary>Producer side: puts other numbers into a block that was written before.</summary>
    /// <param name="block">The block.</param>
    /// <param name="counters">The numbers.</param>
    /// <param name="sequence">Sequence word; even.</param>
    public static void WriteCounters(Span<byte> block, in GuestCounters counters, uint sequence)
    {
        Wire.U32(block, SequenceOffset, sequence);
        Wire.U64(block, 16, counters.UpdatedMs);
        Wire.U64(block, 24, counters.Frames);
        Wire.U64(block, 32, counters.Dropped);
        Wire.U64(block, 40, counters.Restarts);
        Wire.U64(block, 48, counters.ModeChanges);
    }

    private static GuestError? ReadError(ReadOnlySpan<byte> block)
    {
        var atMs = Wire.U64(block, 64);
        var code = Text(block, 72, 8);
        var text = Text(block, 80, 192);
        return atMs == 0 || (code.Length == 0 && text.Length == 0) ? null : new GuestError(IsCode(code) ? code : "", text, Text(block, 272, 192), atMs);
    }

    // Codes are looked up in a table of remedies; what does not look like one is not passed on as one.
    private static bool IsCode(string code)
    {
        foreach (var c in code)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static GuestOutput[] ReadOutputs(ReadOnlySpan<byte> block)
    {
        var count = block[11] == UnknownCount ? 0 : Math.Min((int)block[11], GuestStatus.MaxOutputs);
        var outputs = new GuestOutput[count];
        for (var i = 0; i < count; i++)
        {
            var each = block.Slice(OutputsOffset + (i * OutputBytes), OutputBytes);
            var flags = Wire.U32(each, 44);
            outputs[i] = new GuestOutput(
                Text(each, 0, 32), Known(Wire.U32(each, 32), MaxEdgePixels), Known(Wire.U32(each, 36), MaxEdgePixels), Known(Wire.U32(each, 40), MaxRefreshMilliHz),
                (flags & 1) != 0, (flags & 2) != 0);
        }

        return outputs;
    }

    private static void WriteOutput(Span<byte> each, GuestOutput output)
    {
        WireText.Encode(output.Name, each[..32]);
        Wire.U32(each, 32, output.Width);
        Wire.U32(each, 36, output.Height);
        Wire.U32(each, 40, output.RefreshMilliHz);
        Wire.U32(each, 44, (output.IsCaptured ? 1u : 0) | (output.IsPrimary ? 2u : 0));
    }

    private static string Text(ReadOnlySpan<byte> block, int offset, int bytes) => WireText.Decode(block.Slice(offset, bytes), bytes);

    private static uint Known(uint value, uint limit) => value <= limit ? value : 0;
}
