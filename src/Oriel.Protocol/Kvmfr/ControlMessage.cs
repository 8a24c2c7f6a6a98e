using System.Buffers.Binary;

namespace Oriel.Protocol.Kvmfr;

/// <summary>A message from a consumer to the producer (kvmfr.md section 8). Immutable, allocation-free.</summary>
public readonly record struct ControlMessage
{
    /// <summary>Largest message, bytes.</summary>
    public const int MaxBytes = 64;

    private const int PointBytes = 12;
    private const int ScheduleBytes = 64;
    private const uint ScheduleFlags = 0xF;

    /// <summary>Kind; may be a number this code does not know, see <see cref="IsKnown"/>.</summary>
    public ControlMessageType Type { get; private init; }

    /// <summary>Cursor position, guest desktop pixels.</summary>
    public int X { get; private init; }

    /// <summary>Cursor position, guest desktop pixels.</summary>
    public int Y { get; private init; }

    /// <summary>Window size, pixels.</summary>
    public uint Width { get; private init; }

    /// <summary>Window size, pixels.</summary>
    public uint Height { get; private init; }

    /// <summary>Frame pacing.</summary>
    public FrameSchedule Schedule { get; private init; }

    /// <summary>False for a kind to acknowledge and ignore.</summary>
    public bool IsKnown => Type <= ControlMessageType.FrameSchedule;

    /// <summary>Bytes <see cref="Write"/> takes.</summary>
    public int ByteCount => Type == ControlMessageType.FrameSchedule ? ScheduleBytes : PointBytes;

    /// <summary>Asks to move the guest's cursor.</summary>
    public static ControlMessage SetCursorPosition(int x, int y) => new() { Type = ControlMessageType.SetCursorPosition, X = x, Y = y };

    /// <summary>Tells the window size.</summary>
    public static ControlMessage WindowSize(uint width, uint height) => new() { Type = ControlMessageType.WindowSize, Width = width, Height = height };

    /// <summary>Asks for a schedule.</summary>
    public static ControlMessage FrameSchedule(in FrameSchedule schedule) => new() { Type = ControlMessageType.FrameSchedule, Schedule = schedule };

    /// <summary>Reads a private copy of a message, already cut to at most 64 bytes. Unknown kinds are accepted: see <see cref="IsKnown"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out ControlMessage message, out Reject reject)
    {
        message = default;
        if (bytes.Length is < 4 or > MaxBytes)
        {
            reject = new Reject(RejectCode.ControlMessage, (ulong)bytes.Length, bytes.Length < 4 ? 4u : MaxBytes);
            return false;
        }

        var type = (ControlMessageType)Wire.U32(bytes, 0);
        var expected = type switch
        {
            ControlMessageType.SetCursorPosition or ControlMessageType.WindowSize => PointBytes,
            ControlMessageType.FrameSchedule => ScheduleBytes,
            _ => bytes.Length,
        };
        if (bytes.Length != expected)
        {
            reject = new Reject(RejectCode.ControlMessage, (ulong)bytes.Length, (ulong)expected);
            return false;
        }

        reject = Reject.None;
        switch (type)
        {
            case ControlMessageType.SetCursorPosition:
                message = SetCursorPosition(BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
                return true;
            case ControlMessageType.WindowSize:
                message = WindowSize(Wire.U32(bytes, 4), Wire.U32(bytes, 8));
                return true;
            case ControlMessageType.FrameSchedule:
                return TryParseSchedule(bytes, out message, out reject);
            default:
                message = new ControlMessage { Type = type };
                return true;
        }
    }

    /// <summary>Writes the message and returns its size.</summary>
    /// <param name="destination">At least <see cref="ByteCount"/> bytes.</param>
    public int Write(Span<byte> destination)
    {
        var bytes = destination[..ByteCount];
        bytes.Clear();
        Wire.U32(bytes, 0, (uint)Type);
        switch (Type)
        {
            case ControlMessageType.SetCursorPosition:
                BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], X);
                BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Y);
                break;
            case ControlMessageType.WindowSize:
                Wire.U32(bytes, 4, Width);
                Wire.U32(bytes, 8, Height);
                break;
            case ControlMessageType.FrameSchedule:
                WriteSchedule(bytes, Schedule);
                break;
            default:
                throw new InvalidOperationException($"control message of unknown type {(uint)Type} cannot be written");
        }

        return bytes.Length;
    }

    private static void WriteSchedule(Span<byte> bytes, in FrameSchedule s)
    {
        Wire.U32(bytes, 4, s.ClientId);
        Wire.U32(bytes, 8, s.Generation);
        Wire.U32(bytes, 12, s.Flags);
        Wire.U64(bytes, 16, s.PeriodNs);
        Wire.U64(bytes, 24, s.TargetSlackNs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], s.PhaseErrorNs);
        Wire.U32(bytes, 40, s.FeedbackFrameSerial);
        Wire.U32(bytes, 44, s.FeedbackScheduleEpoch);
        Wire.U32(bytes, 48, s.FeedbackDeadlineSerial);
        Wire.U32(bytes, 52, s.LeaseMs);
    }

    private static bool TryParseSchedule(ReadOnlySpan<byte> bytes, out ControlMessage message, out Reject reject)
    {
        message = default;
        var flags = Wire.U32(bytes, 12);
        var lease = Wire.U32(bytes, 52);
        if ((flags & ~ScheduleFlags) != 0)
        {
            reject = new Reject(RejectCode.ControlMessage, flags, ScheduleFlags);
            return false;
        }

        if (lease is < 100 or > 5000)
        {
            reject = new Reject(RejectCode.ControlMessage, lease, lease < 100 ? 100u : 5000);
            return false;
        }

        if (Wire.U64(bytes, 56) != 0)
        {
            reject = new Reject(RejectCode.ControlMessage, Wire.U64(bytes, 56), 0);
            return false;
        }

        message = FrameSchedule(new FrameSchedule(Wire.U32(bytes, 4), Wire.U32(bytes, 8), flags, Wire.U64(bytes, 16), Wire.U64(bytes, 24),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]), Wire.U32(bytes, 40), Wire.U32(bytes, 44), Wire.U32(bytes, 48), lease));
        reject = Reject.None;
        return true;
    }
}
