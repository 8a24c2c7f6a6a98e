using System.Diagnostics;
using System.Globalization;
using System.Text;
using Oriel.Fuzz.Mutation;
using Oriel.Protocol;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Relay.Inspection;

namespace Oriel.Fuzz.Targets;

/// <summary>Every parser of the protocol room, each with the promises of its validated type.</summary>
public static class ParserTargets
{
    private static readonly GuestStatus s_status = new()
    {
        State = GuestState.NoOutput, Agent = "agent", System = "system", Backend = "backend", Gpu = "gpu", GpuDriver = "1", OutputCount = 1,
        Outputs = [new GuestOutput("out", 1, 1, 1, IsCaptured: true, IsPrimary: true)], Error = new GuestError("ORL420", "text", "remedy", 1),
    };

    private static readonly InspectionOptions s_inspection = InspectionOptions.Full with { ImageChecksum = false };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ParserTarget> All { get; } =
    [
        new("detection", Detection), new("session", Session), new("user-data", UserData), new("queue", Queue), new("entry", Entry), new("frame", Frame),
        new("cursor", Cursor), new("control", Control), new("recovery", Recovery), new("loose-bytes", LooseBytes),
        new("inspector", Inspector), new("guest-status", Status),
    ];

    private static int Detection(byte[] image, RegionMap map, Random random)
    {
        var kind = LgmpDetection.Detect(image.AsSpan(0, Math.Min(image.Length, LgmpDetection.HeadBytes)), (ulong)image.Length, out var result);
        BrokenPromiseException.Unless(kind == result.Kind, "the answer and the result differ");
        BrokenPromiseException.Unless((kind == LgmpDetectionKind.Layout) == (result.Layout is not null), "a layout is given exactly when one was found");
        CheckText(result.ProducerText, 32);
        return kind == LgmpDetectionKind.Layout ? 0 : 1;
    }

    private static int Session(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        foreach (var layout in LgmpLayout.All)
        {
            if (!LgmpSessionHeader.TryParse(layout, Head(image, layout.UserDataOffset), (ulong)image.Length, out var header, out var reject))
            {
                refused++;
                CheckReject(reject);
                continue;
            }

            BrokenPromiseException.Unless(header.QueueCount >= 0 && header.QueueCount <= layout.MaxQueues, $"{header.QueueCount} queues");
            BrokenPromiseException.Unless(header.UserDataBytes is >= 48 and <= 65536 && layout.UserDataOffset + (long)header.UserDataBytes <= image.Length, $"{header.UserDataBytes} bytes of user data");
        }

        return refused;
    }

    private static int UserData(byte[] image, RegionMap map, Random random)
    {
        var layout = map.Layout;
        var block = image.AsSpan(Math.Min(layout.UserDataOffset, image.Length));
        block = block[..Math.Min(block.Length, random.Next(4) == 0 ? random.Next(300) : 200)];
        _ = KvmfrUserData.TryPeek(block, out _, out var peeked);
        CheckText(peeked, 32);
        if (!KvmfrUserData.TryParse(block, out var data, out var reject))
        {
            CheckReject(reject);
            return 1;
        }

        CheckText(data.ProducerText, 32);
        CheckText(data.Vm?.Model ?? "", 256);
        CheckText(data.Vm?.Capture ?? "", 32);
        CheckText(data.Os?.Name ?? "", 256);
        return 0;
    }

    private static int Queue(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        var layout = map.Layout;
        for (var i = 0; i < layout.MaxQueues; i++)
        {
            if (!LgmpQueueConfig.TryParse(layout, Slice(image, layout.QueueRecord(i), layout.QueueStride), (ulong)image.Length, out var queue, out var reject))
            {
                CheckReject(reject);
                refused++;
                continue;
            }

            var ring = (ulong)queue.RingLength * queue.EntryBytes;
            BrokenPromiseException.Unless(queue.RingOffset >= (ulong)layout.HeaderBytes && queue.RingOffset <= (ulong)image.Length && ring <= (ulong)image.Length - queue.RingOffset, $"{queue}");
            BrokenPromiseException.Unless(queue.Start < queue.RingLength && queue.Position < queue.RingLength && queue.Count <= queue.RingLength, $"{queue}");
            BrokenPromiseException.Unless(queue.RingLength >= 2 && (layout.SpareEntry || (queue.RingLength & (queue.RingLength - 1)) == 0), $"{queue}");
            var any = (uint)random.Next(int.MinValue, int.MaxValue);
            BrokenPromiseException.Unless(queue.EntryOffset(any) >= queue.RingOffset && queue.EntryOffset(any) + queue.EntryBytes <= queue.RingOffset + ring, $"entry {any} of {queue}");
            BrokenPromiseException.Unless(queue.Next(any) < queue.RingLength, $"after {any} of {queue}");
        }

        return refused;
    }

    private static int Entry(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        foreach (var queue in map.Queues)
        {
            for (var i = 0u; i < Math.Min(queue.RingLength, 64); i++)
            {
                if (!Message(image, map, queue, i, out var message))
                {
                    refused++;
                    continue;
                }

                BrokenPromiseException.Unless(message.Bounds.IsInside && message.Bounds.Offset >= (ulong)map.Layout.HeaderBytes, $"{message}");
            }
        }

        return refused;
    }

    private static int Frame(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        var damage = new DamageList();
        foreach (var bounds in Payloads(image, map, map.FrameQueue, map.Frames))
        {
            foreach (var version in Versions(map, random))
            {
                var raw = Slice(image, bounds.Offset, FrameHeaderParser.MaxHeaderBytes);
                if (!FrameHeaderParser.TryParse(version, raw, in bounds, out var frame, damage, out var reject))
                {
                    CheckReject(reject);
                    refused++;
                    continue;
                }

                CheckFrame(in frame, in bounds, version, damage);
                if (KvmfrVersions.TryGet(version, out var table))
                {
                    _ = RawFrameHeader.TryReadTiming(table, raw, out _);
                    _ = RawFrameHeader.TryReadSchedule(table, raw, out _);
                }
            }
        }

        return refused;
    }

    private static void CheckFrame(in FrameHeader f, in PayloadBounds bounds, uint version, DamageList damage)
    {
        BrokenPromiseException.Unless(f.Type is >= FrameType.Bgra and <= FrameType.Rgb24 && f.Rotation <= FrameRotation.Clockwise270, $"{f}");
        BrokenPromiseException.Unless(f.FrameWidth is > 0 and <= 65535 && f.FrameHeight is > 0 and <= 65535 && f.DataHeight > 0 && f.DataHeight <= f.FrameHeight, $"{f}");
        BrokenPromiseException.Unless(f.RowBytes > 0 && f.RowBytes <= f.PitchBytes && f.PitchBytes <= 1 << 20, $"{f}");
        BrokenPromiseException.Unless(f.RowBytes == FrameGeometry.RowBytes(f.Type, f.FrameWidth), $"{f}");
        BrokenPromiseException.Unless(f.WritePointerOffset % 4 == 0 && f.WritePointerOffset >= bounds.Offset + (uint)FrameHeaderParser.HeaderBytes(version), $"{f}");
        var end = bounds.Offset + bounds.Size;
        BrokenPromiseException.Unless(f.PixelsOffset <= end && (ulong)f.DataHeight * f.PitchBytes <= end - f.PixelsOffset, $"{f} in {bounds}");
        foreach (var rect in damage.Rects)
        {
            BrokenPromiseException.Unless((ulong)rect.X + rect.Width <= f.FrameWidth && (ulong)rect.Y + rect.Height <= f.DataHeight && rect.Width > 0 && rect.Height > 0, $"{rect} in {f}");
            var bytes = FrameGeometry.ToByteRect(in f, rect);
            BrokenPromiseException.Unless((ulong)bytes.XBytes + bytes.WidthBytes <= f.RowBytes && (ulong)bytes.Y + bytes.Height <= f.DataHeight, $"{bytes} in {f}");
        }
    }

    private static int Cursor(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        foreach (var bounds in Payloads(image, map, map.PointerQueue, map.Cursors))
        {
            foreach (var version in Versions(map, random))
            {
                var word = random.Next(3) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next(32);
                if (!CursorParser.TryParse(version, word, Slice(image, bounds.Offset, CursorParser.MaxHeaderBytes), in bounds, out var c, out var reject))
                {
                    CheckReject(reject);
                    refused++;
                    continue;
                }

                var end = bounds.Offset + bounds.Size;
                BrokenPromiseException.Unless(!c.HasShape || (c.DataOffset <= end && (ulong)c.Height * c.PitchBytes <= end - c.DataOffset), $"{c} in {bounds}");
                BrokenPromiseException.Unless(!c.HasShape || (c.Width is > 0 and <= 512 && c.VisibleHeight is > 0 and <= 512 && c.Type <= CursorType.MaskedColor), $"{c}");
                BrokenPromiseException.Unless(!c.HasShape || c.PitchBytes >= (c.Type == CursorType.Monochrome ? (c.Width + 7) / 8 : c.Width * 4), $"{c}");
            }
        }

        return refused;
    }

    private static int Control(byte[] image, RegionMap map, Random random)
    {
        var refused = 0;
        var q = map.Layout.Queue;
        foreach (var queue in map.Queues)
        {
            for (var i = 0; i < q.ClientMessageSlots; i++)
            {
                var record = Slice(image, queue.At(q.ClientMessages + (i * q.ClientMessageStride)), q.ClientMessageStride);
                var size = record.Length < q.ClientMessageStride ? 0 : Math.Min(BitConverter.ToUInt32(record), LgmpLayout.ClientMessageBytes);
                if (!ControlMessage.TryParse(record.Slice(Math.Min(record.Length, q.ClientMessageData), (int)size), out _, out var reject))
                {
                    CheckReject(reject);
                    refused++;
                }
            }
        }

        return refused;
    }

    private static int Recovery(byte[] image, RegionMap map, Random random)
    {
        var located = RecoveryBlock.TryLocate((ulong)image.Length, out var offset);
        BrokenPromiseException.Unless(!located || (offset <= (ulong)image.Length && (ulong)image.Length - offset >= RecoveryBlock.HeadBytes), "the block lies inside");

        // No known image has one: write a magic so that more than the first comparison is reached.
        Span<byte> block = stackalloc byte[RecoveryBlock.HeadBytes];
        Slice(image, (ulong)random.Next(Math.Max(1, image.Length - RecoveryBlock.HeadBytes)), RecoveryBlock.HeadBytes).CopyTo(block);
        "KVMFRRCV"u8.CopyTo(block);
        BrokenPromiseException.Unless(RecoveryBlock.TryParse(block, out var recovery), "a block with its magic is read");
        CheckText(recovery.ProducerText, 48);
        return RecoveryBlock.TryParse(Slice(image, offset, RecoveryBlock.HeadBytes), out _) ? 0 : 1;
    }

    /// <summary>The whole image as <c>oriel inspect</c> reads it: bounded in time and memory whatever is in it. A hundred times slower than the parsers, so it takes its turn.</summary>
    private static int Inspector(byte[] image, RegionMap map, Random random)
    {
        if (random.Next(64) != 0)
        {
            return 0;
        }

        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var report = RegionInspector.Inspect(image, s_inspection);
        _ = RegionInspector.Recheck(image, report);
        var json = InspectionJson.Write(report);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        BrokenPromiseException.Unless(allocated < 64 << 20, $"inspection allocated {allocated} bytes");
        BrokenPromiseException.Unless(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), "inspection took more than ten seconds");
        foreach (var c in json)
        {
            BrokenPromiseException.Unless(!char.IsControl(c) || c is '\n' or '\r', $"U+{(int)c:X4} in the JSON");
        }

        return report.State == InspectionState.Session ? 0 : 1;
    }

    /// <summary>Every parser on a slice of arbitrary place and length, shorter than what it needs included.</summary>
    private static int LooseBytes(byte[] image, RegionMap map, Random random)
    {
        var from = random.Next(image.Length);
        var bytes = image.AsSpan(from, Math.Min(image.Length - from, random.Next(random.Next(2) == 0 ? 64 : 2000)));
        var region = (ulong)random.NextInt64(random.Next(2) == 0 ? bytes.Length + 1 : long.MaxValue);
        var layout = LgmpLayout.All[random.Next(LgmpLayout.All.Count)];
        var bounds = new PayloadBounds((ulong)random.NextInt64(), (ulong)random.NextInt64(), region);
        var version = (uint)random.Next(17, 38);
        var refused = 0;
        refused += LgmpDetection.Detect(bytes, region, out _) == LgmpDetectionKind.Layout ? 0 : 1;
        refused += LgmpSessionHeader.TryParse(layout, bytes, region, out _, out _) ? 0 : 1;
        refused += KvmfrUserData.TryParse(bytes, out _, out _) ? 0 : 1;
        refused += LgmpQueueConfig.TryParse(layout, bytes, region, out _, out _) ? 0 : 1;
        refused += FrameHeaderParser.TryParse(version, bytes, in bounds, out _, new DamageList(), out _) ? 0 : 1;
        refused += CursorParser.TryParse(version, (ulong)random.NextInt64(), bytes, in bounds, out _, out _) ? 0 : 1;
        refused += ControlMessage.TryParse(bytes, out _, out _) ? 0 : 1;
        refused += RecoveryBlock.TryParse(bytes, out _) ? 0 : 1;
        return refused;
    }

    /// <summary>A good block with some of its bytes overwritten: no vector of other producers has one.</summary>
    private static int Status(byte[] image, RegionMap map, Random random)
    {
        var block = new byte[GuestStatusRecord.Bytes];
        GuestStatusRecord.Write(block, s_status, default, 2);
        for (var i = random.Next(40); i > 0; i--)
        {
            block[random.Next(random.Next(2) == 0 ? 80 : block.Length)] = (byte)random.Next(256);
        }

        var from = random.Next(image.Length);
        if (random.Next(8) == 0)
        {
            image.AsSpan(from, Math.Min(image.Length - from, 512)).CopyTo(block.AsSpan(random.Next(512)));
        }

        if (!GuestStatusRecord.TryParse(block, out var s, out var reject))
        {
            CheckReject(reject);
            return 1;
        }

        CheckText(s.Agent, 48);
        CheckText(s.System, 64);
        CheckText(s.Backend, 32);
        CheckText(s.Gpu, 64);
        CheckText(s.GpuDriver, 32);
        CheckText(s.Error?.Code ?? "", 8);
        CheckText(s.Error?.Text ?? "", 192);
        CheckText(s.Error?.Remedy ?? "", 192);
        BrokenPromiseException.Unless(Enum.IsDefined(s.State) && s.Outputs.Count <= GuestStatus.MaxOutputs && s.OutputCount is null or (>= 0 and <= 64), $"{s}");
        return 0;
    }

    /// <summary>Payloads as the mutated ring says, and as they were before: a broken ring must not hide the headers from the fuzzer.</summary>
    private static IEnumerable<PayloadBounds> Payloads(byte[] image, RegionMap map, QueueMap? queue, IReadOnlyList<ulong> known)
    {
        for (var i = 0u; queue is not null && i < Math.Min(queue.RingLength, 8); i++)
        {
            if (Message(image, map, queue, i, out var message))
            {
                yield return message.Bounds;
            }
        }

        for (var i = 0; i < known.Count; i++)
        {
            var size = i + 1 < known.Count ? known[i + 1] - known[i] : (ulong)image.Length - known[i];
            yield return new PayloadBounds(known[i], size, (ulong)image.Length);
        }
    }

    private static bool Message(byte[] image, RegionMap map, QueueMap queue, uint index, out LgmpMessage message)
    {
        message = default;
        var raw = Slice(image, queue.Entry(index, 0), map.Layout.Entry.Bytes);
        if (raw.Length < map.Layout.Entry.Bytes)
        {
            return false;
        }

        if (LgmpEntry.Read(map.Layout, raw).TryValidate(map.Layout, (ulong)image.Length, out message, out var reject))
        {
            return true;
        }

        CheckReject(reject);
        return false;
    }

    private static IEnumerable<uint> Versions(RegionMap map, Random random) => [map.KvmfrVersion, (uint)random.Next(18, 36)];

    private static ReadOnlySpan<byte> Head(byte[] image, int bytes) => image.AsSpan(0, Math.Min(bytes, image.Length));

    private static ReadOnlySpan<byte> Slice(byte[] image, ulong offset, int bytes) =>
        offset >= (ulong)image.Length ? [] : image.AsSpan((int)offset, (int)Math.Min((ulong)bytes, (ulong)image.Length - offset));

    private static void CheckReject(Reject reject) => BrokenPromiseException.Unless(reject.Code != RejectCode.None, "a refusal names its reason");

    private static void CheckText(string text, int limit)
    {
        BrokenPromiseException.Unless(Encoding.UTF8.GetByteCount(text) <= limit * 3 && text.Length <= limit, $"text of {text.Length} characters");
        foreach (var rune in text.EnumerateRunes())
        {
            BrokenPromiseException.Unless(Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format), $"U+{rune.Value:X4} in a text");
        }
    }
}
