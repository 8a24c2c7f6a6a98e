using System.Text;

namespace Oriel.Protocol.Kvmfr;

/// <summary>The parsed user data of a session (kvmfr.md section 2). Texts are bounded and printable.</summary>
public sealed record KvmfrUserData
{
    /// <summary>Bytes of the fixed part.</summary>
    public const int FixedBytes = 48;

    private const int VersionOffset = 8;
    private const int TextOffset = 12;
    private const int TextBytes = 32;
    private const int FeaturesOffset = 44;
    private const int RecordHeaderBytes = 8;
    private const int MaxRecordTextBytes = 256;

    /// <summary>KVMFR version.</summary>
    public required uint Version { get; init; }

    /// <summary>Producer's build text, at most 32 bytes on the wire.</summary>
    public required string ProducerText { get; init; }

    /// <summary>Feature bits.</summary>
    public required uint Features { get; init; }

    /// <summary>Virtual machine record, null when absent or refused.</summary>
    public VmInfo? Vm { get; init; }

    /// <summary>Operating system record, null when absent or refused.</summary>
    public OsInfo? Os { get; init; }

    /// <summary>
    /// Where the block of the status record begins, from the start of the user data: a multiple of 4, with <see cref="GuestStatusRecord.Bytes"/> bytes behind it; -1 = there is none.
    /// The block changes during the session and is therefore read anew each time, never from the copy that was parsed.
    /// </summary>
    public int StatusOffset { get; init; } = -1;

    /// <summary>
    /// Where the block of the doorbell record begins, from the start of the user data: a multiple of 4, with <see cref="DoorbellRecord.Bytes"/> bytes behind it; -1 = there is none.
    /// Both sides write into it during the session, so it is never read from the copy that was parsed.
    /// </summary>
    public int DoorbellOffset { get; init; } = -1;

    /// <summary>Producer side: <see cref="Write"/> appends an empty doorbell record behind the records every viewer knows.</summary>
    public bool ReservesDoorbell { get; init; }

    /// <summary>
    /// Where the block of the timing record begins, from the start of the user data (see <see cref="FrameTimingRecord.Align"/>), with <see cref="FrameTimingRecord.Bytes"/> bytes
    /// in it; -1 = there is none.
    /// </summary>
    public int TimingOffset { get; init; } = -1;

    /// <summary>
    /// Producer's clock, from the fixed part of the timing record; null when there is no record, or it was refused (<see cref="TimingReject"/>). Producer side:
    /// <see cref="Write"/> writes a record without any time yet; null leaves it out.
    /// </summary>
    public GuestTimebase? Timebase { get; init; }

    /// <summary>Why the timing record was refused.</summary>
    public Reject TimingReject { get; init; }

    /// <summary>Producer side: <see cref="Write"/> appends an empty status record, last.</summary>
    public bool ReservesStatus { get; init; }

    /// <summary>Bytes <see cref="Write"/> takes.</summary>
    public int ByteCount => FixedBytes
        + (Vm is null ? 0 : RecordHeaderBytes + VmInfo.FixedBytes + Encoding.UTF8.GetByteCount(Vm.Model) + 1)
        + (Os is null ? 0 : RecordHeaderBytes + OsInfo.FixedBytes + Encoding.UTF8.GetByteCount(Os.Name) + 1)
        + (ReservesDoorbell ? RecordHeaderBytes + DoorbellRecord.DataBytes : 0)
        + (Timebase is null ? 0 : RecordHeaderBytes + FrameTimingRecord.DataBytes)
        + (ReservesStatus ? RecordHeaderBytes + GuestStatusRecord.DataBytes : 0);

    private static ReadOnlySpan<byte> Magic => "KVMFR---"u8;

    /// <summary>True when the bytes begin with the KVMFR magic.</summary>
    public static bool HasMagic(ReadOnlySpan<byte> udata) => udata.StartsWith(Magic);

    /// <summary>Version and build text alone, for a report about a producer that cannot be read otherwise; false without the magic or when too short.</summary>
    public static bool TryPeek(ReadOnlySpan<byte> udata, out uint version, out string producerText)
    {
        version = 0;
        producerText = "";
        if (udata.Length < FixedBytes || !HasMagic(udata))
        {
            return false;
        }

        version = Wire.U32(udata, VersionOffset);
        // Version 1 had no text there (kvmfr.md section 1.1).
        producerText = version >= 2 ? WireText.Decode(udata.Slice(TextOffset, TextBytes), TextBytes) : "";
        return true;
    }

    /// <summary>
    /// Parses a private copy of the block. Any version is accepted: ask <see cref="KvmfrVersions.TryGet"/> next. Malformed records end
    /// the list of records, not the session.
    /// </summary>
    /// <param name="udata">Private copy of all user data.</param>
    /// <param name="data">The block when accepted.</param>
    /// <param name="reject">The reason when not.</param>
    public static bool TryParse(ReadOnlySpan<byte> udata, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out KvmfrUserData? data, out Reject reject)
    {
        data = null;
        if (udata.Length < FixedBytes)
        {
            reject = new Reject(RejectCode.UserDataSize, (ulong)udata.Length, FixedBytes);
            return false;
        }

        if (!TryPeek(udata, out var version, out var text))
        {
            reject = new Reject(RejectCode.KvmfrMagic, Wire.U64(udata, 0), Wire.U64(Magic, 0));
            return false;
        }

        ParseRecords(udata, out var vm, out var os, out var doorbell, out var timing, out var status);
        var timingReject = Reject.None;
        GuestTimebase? timebase = timing >= 0 && FrameTimingRecord.TryParse(udata.Slice(timing, FrameTimingRecord.Bytes), out var parsed, out timingReject) ? parsed : null;
        data = new KvmfrUserData
        {
            Version = version, ProducerText = text, Features = Wire.U32(udata, FeaturesOffset), Vm = vm, Os = os, DoorbellOffset = doorbell, TimingOffset = timing, Timebase = timebase, TimingReject = timingReject,
            StatusOffset = status,
        };
        reject = Reject.None;
        return true;
    }

    /// <summary>Producer side: writes the block and returns its size. Texts that do not fit their field are shortened.</summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes of private memory.</param>
    public int Write(Span<byte> destination)
    {
        destination = destination[..ByteCount];
        destination.Clear();
        Magic.CopyTo(destination);
        Wire.U32(destination, VersionOffset, Version);
        WireText.Encode(ProducerText, destination.Slice(TextOffset, TextBytes));
        Wire.U32(destination, FeaturesOffset, Features);
        var at = FixedBytes;
        if (Vm is not null)
        {
            var size = VmInfo.FixedBytes + Encoding.UTF8.GetByteCount(Vm.Model) + 1;
            at = WriteRecordHeader(destination, at, type: 1, size);
            Vm.Write(destination.Slice(at, size));
            at += size;
        }

        if (Os is not null)
        {
            var size = OsInfo.FixedBytes + Encoding.UTF8.GetByteCount(Os.Name) + 1;
            at = WriteRecordHeader(destination, at, type: 2, size);
            Os.Write(destination.Slice(at, size));
            at += size;
        }

        if (ReservesDoorbell)
        {
            at = WriteRecordHeader(destination, at, DoorbellRecord.Type, DoorbellRecord.DataBytes);
            DoorbellRecord.Write(destination[DoorbellRecord.Align(at)..]);
            at += DoorbellRecord.DataBytes;
        }

        if (Timebase is { } timebase)
        {
            at = WriteRecordHeader(destination, at, FrameTimingRecord.Type, FrameTimingRecord.DataBytes);
            FrameTimingRecord.Write(destination.Slice(FrameTimingRecord.Align(at), FrameTimingRecord.Bytes), in timebase);
            at += FrameTimingRecord.DataBytes;
        }

        if (ReservesStatus)
        {
            at = WriteRecordHeader(destination, at, GuestStatusRecord.Type, GuestStatusRecord.DataBytes) + GuestStatusRecord.DataBytes;
        }

        return at;
    }

    private static int WriteRecordHeader(Span<byte> destination, int at, byte type, int size)
    {
        destination[at] = type;
        Wire.U32(destination, at + 4, (uint)size);
        return at + RecordHeaderBytes;
    }

    private static void ParseRecords(ReadOnlySpan<byte> udata, out VmInfo? vm, out OsInfo? os, out int doorbell, out int timing, out int status)
    {
        (vm, os, doorbell, timing, status) = (null, null, -1, -1, -1);
        var at = FixedBytes;
        while (udata.Length - at >= RecordHeaderBytes)
        {
            var type = udata[at];
            var size = Wire.U32(udata, at + 4);
            at += RecordHeaderBytes;
            if (size > (uint)(udata.Length - at))
            {
                return;
            }

            var body = udata.Slice(at, (int)size);
            if (type == 1)
            {
                vm ??= VmInfo.Read(body, MaxRecordTextBytes);
            }
            else if (type == 2)
            {
                os ??= OsInfo.Read(body, MaxRecordTextBytes);
            }
            else if (type == DoorbellRecord.Type && doorbell < 0 && size >= DoorbellRecord.DataBytes)
            {
                doorbell = DoorbellRecord.Align(at);
            }
            else if (type == FrameTimingRecord.Type && timing < 0 && size >= FrameTimingRecord.DataBytes)
            {
                timing = FrameTimingRecord.Align(at);
            }
            else if (type == GuestStatusRecord.Type && status < 0 && size >= GuestStatusRecord.DataBytes)
            {
                status = GuestStatusRecord.Align(at);
            }

            at += (int)size;
        }
    }
}

/// <summary>Virtual machine record (kvmfr.md section 2.2).</summary>
/// <param name="Uuid">16 bytes as 32 lower-case hex digits, in wire order; all zero = unknown.</param>
/// <param name="Capture">Name of the capture method.</param>
/// <param name="Cpus">Hardware threads.</param>
/// <param name="Cores">Cores.</param>
/// <param name="Sockets">Sockets.</param>
/// <param name="Model">Processor model.</param>
public sealed record VmInfo(string Uuid, string Capture, byte Cpus, byte Cores, byte Sockets, string Model)
{
    internal const int FixedBytes = 51;

    internal static VmInfo? Read(ReadOnlySpan<byte> body, int maxText) => body.Length < FixedBytes
        ? null
        : new VmInfo(Convert.ToHexStringLower(body[..16]), WireText.Decode(body[16..48], 32), body[48], body[49], body[50],
            WireText.Decode(body[FixedBytes..], maxText));

    internal void Write(Span<byte> body)
    {
        // A text that is not 32 hex digits means "unknown", which is all zero.
        if (Uuid.Length == 32)
        {
            _ = Convert.FromHexString(Uuid, body[..16], out _, out _);
        }

        WireText.Encode(Capture, body[16..48]);
        body[48] = Cpus;
        body[49] = Cores;
        body[50] = Sockets;
        WireText.Encode(Model, body[FixedBytes..]);
    }
}

/// <summary>Operating system record (kvmfr.md section 2.2).</summary>
/// <param name="Kind">0 Linux, 1 BSD, 2 macOS, 3 Windows, 4 other.</param>
/// <param name="Name">Name of the system.</param>
public sealed record OsInfo(byte Kind, string Name)
{
    internal const int FixedBytes = 1;

    internal static OsInfo? Read(ReadOnlySpan<byte> body, int maxText) =>
        body.Length < FixedBytes ? null : new OsInfo(body[0], WireText.Decode(body[FixedBytes..], maxText));

    internal void Write(Span<byte> body)
    {
        body[0] = Kind;
        WireText.Encode(Name, body[FixedBytes..]);
    }
}
