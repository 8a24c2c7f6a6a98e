using System.Buffers.Binary;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;

namespace Oriel.Relay.Inspection;

/// <summary>Decodes the messages of a session one by one; every byte is copied once and only validated ranges are followed.</summary>
internal sealed class MessageInspector(InspectionSource source, ulong lgmpBytes, LgmpLayout layout, uint kvmfrVersion, PixelDigest digest)
{
    private const string NotSummed = "no checksum: this image names more payload bytes than is reasonable";

    private readonly DamageList _damage = new();
    private readonly KvmfrVersion? _version = KvmfrVersions.TryGet(kvmfrVersion, out var version) ? version : null;

    /// <summary>One ring entry of a queue.</summary>
    public InspectedMessage Read(in LgmpQueueConfig queue, uint slot)
    {
        var entry = ReadEntry(in queue, slot);
        var valid = entry.TryValidate(layout, lgmpBytes, out var message, out var reject);
        var flags = (CursorMessageFlags)(entry.Word & uint.MaxValue);
        InspectedMessage read;
        if (_version is not null && KvmfrQueues.CarriesFrames(queue.QueueId))
        {
            var frame = Common<InspectedFrame>(in queue, slot, in entry);
            read = valid ? ReadFrame(frame, _version, in message) : frame;
        }
        else if (_version is not null && queue.QueueId == KvmfrQueues.Pointer)
        {
            var transformOnly = _version.HasColorTransform
                && (flags & (CursorMessageFlags.ColorTransform | CursorMessageFlags.Shape)) == CursorMessageFlags.ColorTransform;
            read = (transformOnly, valid) switch
            {
                (true, true) => ReadTransform(Common<InspectedColorTransform>(in queue, slot, in entry), _version, in message),
                (true, false) => Common<InspectedColorTransform>(in queue, slot, in entry),
                (false, true) => ReadCursor(Common<InspectedCursor>(in queue, slot, in entry), _version, in message),
                (false, false) => Common<InspectedCursor>(in queue, slot, in entry),
            };
        }
        else
        {
            read = Common<InspectedOtherMessage>(in queue, slot, in entry);
        }

        return valid ? read : read with { Refused = InspectedRefusal.Of(in reject) };
    }

    /// <summary>
    /// Header of the newest frame of a frame queue, even when everybody has finished with it: the ring entry and the payload usually
    /// still stand.
    /// </summary>
    public bool TryReadNewestFrame(in LgmpQueueConfig queue, out FrameHeader frame)
    {
        frame = default;
        if (_version is null || !KvmfrQueues.CarriesFrames(queue.QueueId))
        {
            return false;
        }

        var entry = ReadEntry(in queue, queue.Position == 0 ? queue.RingLength - 1 : queue.Position - 1);
        if (!entry.TryValidate(layout, lgmpBytes, out var message, out _) || message.Bounds.Size < (ulong)_version.FrameHeaderBytes)
        {
            return false;
        }

        var raw = source.CopyOut(message.Bounds.Offset, _version.FrameHeaderBytes);
        return FrameHeaderParser.TryParse(_version.Number, raw, message.Bounds, out frame, _damage, out _);
    }

    private LgmpEntry ReadEntry(in LgmpQueueConfig queue, uint slot)
    {
        Span<byte> bytes = stackalloc byte[LgmpEntry.MaxBytes];
        bytes = bytes[..layout.Entry.Bytes];
        source.CopyOut(queue.EntryOffset(slot), bytes);
        return LgmpEntry.Read(layout, bytes);
    }

    private static T Common<T>(in LgmpQueueConfig queue, uint slot, in LgmpEntry entry)
        where T : InspectedMessage, new() => (T)((InspectedMessage)new T() with
        {
            QueueId = queue.QueueId,
            RingSlot = slot,
            Udata = $"0x{entry.Word:x}",
            PayloadOffset = entry.Offset,
            PayloadSize = entry.Size,
            PendingSubs = entry.Pending,
        });

    private static T Refuse<T>(T message, in Reject reject)
        where T : InspectedMessage => (T)((InspectedMessage)message with { Refused = InspectedRefusal.Of(in reject) });

    private static T Note<T>(T message, string note)
        where T : InspectedMessage => (T)((InspectedMessage)message with { Notes = [.. message.Notes ?? [], note] });

    /// <summary>Copies a header out; null, with the refusal, when the payload is smaller than it.</summary>
    private byte[]? ReadHeader(in LgmpMessage message, int bytes, out Reject reject)
    {
        reject = message.Bounds.Size < (ulong)bytes ? new Reject(RejectCode.PayloadSize, message.Bounds.Size, (ulong)bytes) : Reject.None;
        return reject.Code == RejectCode.None ? source.CopyOut(message.Bounds.Offset, bytes) : null;
    }

    private InspectedFrame ReadFrame(InspectedFrame frame, KvmfrVersion version, in LgmpMessage message)
    {
        if (ReadHeader(in message, version.FrameHeaderBytes, out var reject) is not { } raw)
        {
            return Refuse(frame, in reject);
        }

        frame = RawFields(frame, version, raw, out var stored);
        if (!FrameHeaderParser.TryParse(version.Number, raw, message.Bounds, out var header, _damage, out reject))
        {
            return Refuse(frame, in reject);
        }

        var pointer = source.ReadUInt32(header.WritePointerOffset);
        var rows = Math.Min(pointer / header.PitchBytes, header.DataHeight);
        frame = frame with
        {
            Rotation = (uint)header.Rotation,
            PixelsOffset = header.PixelsOffset,
            WritePointer = pointer,
            TightRowBytes = header.RowBytes,
            RowsComplete = rows,
            DamageRects = DamageOf(),
        };
        frame = AddNotes(frame, in stored, in header);
        var taken = digest.TryTake(header.PixelsOffset, rows, header.RowBytes, header.PitchBytes);

        // A live producer may have taken the buffer back meanwhile (kvmfr.md section 5): then the copy is of two frames.
        var serial = source.ReadUInt32(header.HeaderOffset + FrameHeaderParser.SerialOffset);
        if (serial != header.Serial)
        {
            return Refuse(frame, new Reject(RejectCode.Torn, serial, header.Serial));
        }

        if (!taken)
        {
            return Note(frame, NotSummed);
        }

        var (crc32, sha256) = digest.Sum();
        return frame with { Crc32 = crc32, Sha256 = sha256 };
    }

    private static InspectedFrame RawFields(InspectedFrame frame, KvmfrVersion version, ReadOnlySpan<byte> raw, out RawFrameHeader r)
    {
        r = RawFrameHeader.Read(version, raw);
        var stored = version.DataWidth >= 0;
        return frame with
        {
            FormatVer = r.FormatVersion,
            FrameSerial = r.Serial,
            Type = r.Type,
            ScreenWidth = r.ScreenWidth,
            ScreenHeight = r.ScreenHeight,
            DataWidth = stored ? r.DataWidth : null,
            DataHeight = stored ? r.DataHeight : null,
            FrameWidth = r.FrameWidth,
            FrameHeight = r.FrameHeight,
            Rotation = r.Rotation,
            Stride = r.Stride,
            Pitch = r.Pitch,
            Flags = r.Flags,
            FrameBufferOffset = r.Offset,
            Timing = RawFrameHeader.TryReadTiming(version, raw, out var t)
                ? new InspectedTiming(t.CaptureNs, t.PostProcessNs, t.CopyNs, t.ReadyNs, t.HoldNs, t.ReadyLeadNs, t.Serial, t.Valid, t.Flags)
                : null,
            SdrWhiteLevel = version.SdrWhite >= 0 ? r.SdrWhite : null,
            Schedule = RawFrameHeader.TryReadSchedule(version, raw, out var s) ? new InspectedSchedule(s.Generation, s.Epoch, s.DeadlineSerial) : null,
            Hdr = version.Hdr >= 0 && (r.Flags & (uint)FrameFlags.HdrMetadata) != 0 ? HdrOf(r.Hdr) : null,
        };
    }

    private static InspectedHdr HdrOf(in HdrMetadata h) => new(
        [h.RedX, h.RedY, h.GreenX, h.GreenY, h.BlueX, h.BlueY], [h.WhiteX, h.WhiteY], h.MaxLuminance, h.MinLuminance, h.MaxCll, h.MaxFall);

    private List<uint[]> DamageOf()
    {
        var rects = new List<uint[]>();
        foreach (var r in _damage.Rects)
        {
            rects.Add([r.X, r.Y, r.Width, r.Height]);
        }

        return rects;
    }

    private InspectedFrame AddNotes(InspectedFrame frame, in RawFrameHeader stored, in FrameHeader header)
    {
        if (stored.Rotation != (uint)header.Rotation)
        {
            frame = Note(frame, $"rotation {stored.Rotation} is unknown, taken as 0");
        }

        if (header.DataHeight < stored.DataHeight)
        {
            frame = Note(frame, $"only {header.DataHeight} of {stored.DataHeight} rows fit the payload");
        }

        if (stored.DamageCount != 0 && _damage.IsEverything)
        {
            frame = Note(frame, $"the {stored.DamageCount} damage rectangles are not usable, everything is taken as changed");
        }
        else if (stored.DamageCount != 0 && _damage.IsEmpty)
        {
            frame = Note(frame, "no damage rectangle lies in the frame, nothing is taken as changed");
        }

        return frame;
    }

    private InspectedCursor ReadCursor(InspectedCursor cursor, KvmfrVersion version, in LgmpMessage message)
    {
        if (ReadHeader(in message, version.CursorHeaderBytes, out var reject) is not { } raw)
        {
            return Refuse(cursor, in reject);
        }

        var r = RawCursorHeader.Read(version, raw);
        cursor = cursor with { X = r.X, Y = r.Y, SdrWhiteLevel = version.CursorSdrWhite >= 0 ? r.SdrWhite : null };
        var hasShape = (message.Word & (ulong)CursorMessageFlags.Shape) != 0;
        if (hasShape)
        {
            cursor = cursor with
            {
                Shape = new InspectedShape
                {
                    Type = r.Type, Hx = r.HotspotX, Hy = r.HotspotY, Width = r.Width, Height = r.Height, Pitch = r.Pitch,
                    DataOffsetInPayload = (uint)version.CursorHeaderBytes, DataBytes = (ulong)r.Height * r.Pitch,
                },
            };
        }

        if (!CursorParser.TryParse(version.Number, message.Word, raw, message.Bounds, out var update, out reject))
        {
            return Refuse(cursor, in reject);
        }

        if (update.HasColorTransform)
        {
            cursor = Note(cursor, "a colour transform follows the shape");
        }

        if (!update.HasShape)
        {
            return cursor;
        }

        if (!digest.TryTake(update.DataOffset, 1, update.DataBytes, update.DataBytes))
        {
            return Note(cursor, NotSummed);
        }

        var (crc32, sha256) = digest.Sum();
        return cursor with { Shape = cursor.Shape! with { Crc32 = crc32, Sha256 = sha256 } };
    }

    private InspectedColorTransform ReadTransform(InspectedColorTransform transform, KvmfrVersion version, in LgmpMessage message)
    {
        const int MatrixOffset = 4, Matrices = 12, ScalarOffset = 52, LutOffset = 56;
        if (ReadHeader(in message, version.CursorHeaderBytes + CursorParser.ColorTransformBytes, out var reject) is not { } raw)
        {
            return Refuse(transform, in reject);
        }

        var body = raw.AsSpan(version.CursorHeaderBytes);
        var matrix = new float[Matrices];
        for (var i = 0; i < Matrices; i++)
        {
            matrix[i] = BinaryPrimitives.ReadSingleLittleEndian(body[(MatrixOffset + (4 * i))..]);
        }

        return transform with
        {
            Flags = BinaryPrimitives.ReadUInt32LittleEndian(body),
            Matrix = matrix,
            Scalar = BinaryPrimitives.ReadSingleLittleEndian(body[ScalarOffset..]),
            LutSha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body[LutOffset..])),
        };
    }
}
