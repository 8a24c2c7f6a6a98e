using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Testing;

namespace Oriel.Protocol.Tests;

/// <summary>Whatever a guest writes: no parser throws, and what one accepts keeps every promise its type makes.</summary>
public sealed class ParserPropertyTests
{
    private static readonly Gen<uint> s_versions = Gen.Choose(18, 35).Select(v => (uint)v);

    private static readonly Gen<PayloadBounds> s_bounds =
        from offset in HostileNumbers.Number
        from size in Gen.Frequency((3, Gen.Elements<uint>(0, 24, 28, 1076, 1216, 65536, 200_000, 1 << 20)), (2, HostileNumbers.Number))
        from region in Gen.Elements<ulong>(0, 4096, 1 << 20, 4 << 20, 1ul << 32, ulong.MaxValue)
        select new PayloadBounds(offset, size, region);

    private int _accepted;

    [Fact]
    public void Frame_headers()
    {
        var damage = new DamageList();
        var good = new byte[FrameHeaderParser.MaxHeaderBytes];
        var gen =
            from version in s_versions
            from raw in Gen.Frequency((4, HostileNumbers.Patched(GoodFrame(version, good), [8, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 1072, 1080])), (1, HostileNumbers.Noise(1216)))
            from bounds in Gen.Frequency((3, Gen.Constant(new PayloadBounds(8192, 1 << 20, 4 << 20))), (1, s_bounds))
            select (version, raw, bounds);
        HostileNumbers.ForAll(gen, input =>
        {
            var (version, raw, bounds) = input;
            if (!FrameHeaderParser.TryParse(version, raw, in bounds, out var h, damage, out var reject))
            {
                return reject.Code != RejectCode.None && h == default;
            }

            _accepted++;
            var end = h.PixelsOffset + ((ulong)h.DataHeight * h.PitchBytes);
            return reject == Reject.None
                && h.Type is > FrameType.Invalid and <= FrameType.Rgb24
                && h.FrameWidth is > 0 and <= 65535 && h.FrameHeight is > 0 and <= 65535 && h.DataHeight > 0 && h.DataHeight <= h.FrameHeight
                && h.RowBytes <= h.PitchBytes && h.PitchBytes <= 1 << 20
                && h.Rotation <= FrameRotation.Clockwise270
                && h.WritePointerOffset % 4 == 0
                && h.HeaderOffset == bounds.Offset && h.WritePointerOffset >= h.HeaderOffset + (uint)FrameHeaderParser.HeaderBytes(version)
                && end <= bounds.Offset + bounds.Size && end <= bounds.RegionBytes
                && damage.Rects.ToArray().All(r => Inside(r, h) && Inside(FrameGeometry.ToByteRect(in h, r), h));
        }, tests: 5000);
        Assert.InRange(_accepted, 500, 5000);
    }

    [Fact]
    public void Cursors()
    {
        var gen =
            from version in s_versions
            from word in Gen.Choose(0, 63)
            from raw in Gen.Frequency((4, HostileNumbers.Patched(GoodCursor(), [4, 12, 16, 20])), (1, HostileNumbers.Noise(28)))
            from bounds in Gen.Frequency((3, Gen.Constant(new PayloadBounds(8192, 100_000, 4 << 20))), (1, s_bounds))
            select (version, (ulong)word, raw, bounds);
        HostileNumbers.ForAll(gen, input =>
        {
            var (version, word, raw, bounds) = input;
            if (!CursorParser.TryParse(version, word, raw, in bounds, out var c, out var reject))
            {
                return reject.Code != RejectCode.None && c == default;
            }

            _accepted++;
            var header = (uint)CursorParser.HeaderBytes(version);
            return !c.HasShape
                ? c is { Width: 0, Height: 0, PitchBytes: 0, DataOffset: 0 }
                : c.Type <= CursorType.MaskedColor && c.Width is > 0 and <= 512 && c.VisibleHeight is > 0 and <= 512
                    && c.PitchBytes >= (c.Type == CursorType.Monochrome ? (c.Width + 7) / 8 : c.Width * 4)
                    && c.DataOffset == bounds.Offset + header && c.DataOffset + c.DataBytes <= bounds.Offset + bounds.Size
                    && c.DataOffset + c.DataBytes <= bounds.RegionBytes;
        }, tests: 5000);
        Assert.InRange(_accepted, 500, 5000);
    }

    [Fact]
    public void Entries()
    {
        var gen =
            from layout in Gen.Elements(LgmpLayout.All.ToArray())
            from raw in HostileNumbers.Patched(new byte[32], [0, 4, 8, 12, 16])
            from region in Gen.Elements<ulong>(0, 5760, 9728, 20_000, 4 << 20, 1ul << 32)
            select (layout, raw, region);
        HostileNumbers.ForAll(gen, input =>
        {
            var (layout, raw, region) = input;
            var entry = LgmpEntry.Read(layout, raw.AsSpan(0, layout.Entry.Bytes));
            return entry.TryValidate(layout, region, out var message, out var reject)
                ? message.Bounds.IsInside && message.Bounds.Offset >= (ulong)layout.HeaderBytes && message.Bounds.RegionBytes == region && message.Word == entry.Word
                : reject.Code == RejectCode.PayloadRange;
        });
    }

    [Fact]
    public void Queue_records()
    {
        var gen =
            from layout in Gen.Elements(LgmpLayout.All.ToArray())
            from raw in HostileNumbers.Patched(GoodQueue(layout), [0, 4, 8, 16, 20, 296, 300, 304, 424, 440])
            from region in Gen.Elements<ulong>(0, 9728, 20_000, 4 << 20)
            select (layout, raw, region);
        HostileNumbers.ForAll(gen, input =>
        {
            var (layout, raw, region) = input;
            if (!LgmpQueueConfig.TryParse(layout, raw, region, out var q, out var reject))
            {
                return reject.Code is RejectCode.RingSize or RejectCode.RingOffset or RejectCode.RingIndex or RejectCode.RingCount;
            }

            _accepted++;
            return q.RingLength is >= 2 and <= 65536 && (!layout.PowerOfTwoRings || BitOperations.IsPow2(q.RingLength))
                && q.RingOffset >= (ulong)layout.HeaderBytes && q.RingOffset % (uint)layout.RingAlignment == 0
                && q.EntryOffset(q.RingLength - 1) + q.EntryBytes <= region
                && q.Start < q.RingLength && q.Position < q.RingLength && q.Count <= q.RingLength && q.Next(q.Position) < q.RingLength;
        });
        Assert.InRange(_accepted, 100, 2000);
    }

    [Fact]
    public void Session_heads()
    {
        var images = Vectors.Names.Select(n => Vectors.Image(n).AsSpan(0, LgmpDetection.HeadBytes).ToArray()).ToArray();
        var gen =
            from image in Gen.Elements(images)
            from head in HostileNumbers.Patched(image, [0, 4, 8, 12, 24, 368, 5744, 5752, 8064, 8068, 8076, 8080, 9664, 9668, 9676, 9680])
            from length in Gen.Frequency((4, Gen.Constant(LgmpDetection.HeadBytes)), (1, Gen.Choose(0, LgmpDetection.HeadBytes)))
            from region in Gen.Elements<ulong>(0, 31, 5752, 9684, 9728, 4 << 20)
            select (head[..length], region);
        HostileNumbers.ForAll(gen, input =>
        {
            var (head, region) = input;
            var kind = LgmpDetection.Detect(head, region, out var found);
            if (kind != found.Kind || (kind == LgmpDetectionKind.Layout) != (found.Layout is not null))
            {
                return false;
            }

            if (found.Layout is null || !LgmpSessionHeader.TryParse(found.Layout, head, region, out var session, out _))
            {
                return found.ProducerText.Length <= 32;
            }

            _accepted++;
            return session.QueueCount >= 0 && session.QueueCount <= found.Layout.MaxQueues && session.UserDataBytes is >= 48 and <= 65536
                && (ulong)found.Layout.UserDataOffset + (ulong)session.UserDataBytes <= region;
        });
        Assert.InRange(_accepted, 50, 2000);
    }

    [Fact]
    public void User_data()
    {
        var image = Vectors.Image("p20-live").AsSpan(5756, 153).ToArray();
        var gen = Gen.Frequency((4, HostileNumbers.Patched(image, [0, 8, 12, 44, 48, 52, 124, 128, 132])), (1, HostileNumbers.Noise(153)));
        HostileNumbers.ForAll(gen, block =>
        {
            if (!KvmfrUserData.TryParse(block, out var data, out var reject))
            {
                return reject.Code is RejectCode.UserDataSize or RejectCode.KvmfrMagic;
            }

            _accepted++;
            string[] texts = [data.ProducerText, data.Vm?.Capture ?? "", data.Vm?.Model ?? "", data.Os?.Name ?? ""];
            return data.ProducerText.Length <= 32 && texts.All(t => !t.Any(char.IsControl) && t.Length <= 256)
                && data.Write(new byte[data.ByteCount]) == data.ByteCount;
        });
        Assert.InRange(_accepted, 200, 2000);
    }

    [Fact]
    public void Control_messages()
    {
        var schedule = new byte[64];
        ControlMessage.FrameSchedule(new FrameSchedule(1, 7, 1, 16_666_667, 2_000_000, -1234, 1, 5, 9, 1000)).Write(schedule);
        var gen =
            from bytes in HostileNumbers.Patched(schedule, [0, 12, 52, 56, 60])
            from length in Gen.Elements(0, 3, 4, 12, 12, 13, 63, 64, 64, 64, 64)
            select bytes[..length];
        HostileNumbers.ForAll(gen, bytes =>
        {
            if (!ControlMessage.TryParse(bytes, out var message, out var reject))
            {
                return reject.Code == RejectCode.ControlMessage;
            }

            if (!message.IsKnown)
            {
                return true;
            }

            _accepted++;
            var written = new byte[64];
            return message.Write(written) == bytes.Length && written.AsSpan(0, bytes.Length).SequenceEqual(bytes);
        });
        Assert.InRange(_accepted, 100, 2000);
    }

    private static bool Inside(DamageRect r, in FrameHeader h) =>
        r.Width > 0 && r.Height > 0 && (ulong)r.X + r.Width <= h.FrameWidth && (ulong)r.Y + r.Height <= h.DataHeight;

    private static bool Inside(FrameByteRect r, in FrameHeader h) =>
        r.WidthBytes > 0 && r.Height > 0 && (ulong)r.XBytes + r.WidthBytes <= h.RowBytes && (ulong)r.Y + r.Height <= h.DataHeight;

    private static byte[] GoodFrame(uint version, byte[] buffer)
    {
        var damage = new DamageList();
        damage.Add(new DamageRect(8, 4, 33, 20));
        damage.Add(new DamageRect(100, 50, 60, 40));
        FrameHeaderWriter.Write(KvmfrVersions.IsSupported(version) ? version : 20, buffer, new FrameHeaderValues
        {
            FormatVersion = 1, Serial = 2, Type = FrameType.Bgra, ScreenWidth = 200, ScreenHeight = 150, FrameWidth = 200, FrameHeight = 150,
            DataHeight = 150, PitchBytes = 1024, Offset = 4092,
        }, damage);
        return (byte[])buffer.Clone();
    }

    private static byte[] GoodCursor()
    {
        var raw = new byte[28];
        CursorWriter.Write(34, raw, new CursorUpdate { HasPosition = true, X = 3, HasShape = true, Width = 24, Height = 18, PitchBytes = 128 });
        return raw;
    }

    private static byte[] GoodQueue(LgmpLayout layout)
    {
        var image = Vectors.Image(layout.Version switch { 5 => "p19-live", 6 => "p20-live", 7 => "p20m-v7-live", 10 => "p20m-v10-live", _ => "p34-legacy-live" });
        return image.AsSpan((int)layout.QueueRecord(1), layout.QueueStride).ToArray();
    }
}
