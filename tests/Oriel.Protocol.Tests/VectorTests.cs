using System.Text.Json;
using Oriel.Protocol.Kvmfr;
using Oriel.Protocol.Lgmp;
using Oriel.Testing;

namespace Oriel.Protocol.Tests;

/// <summary>The pure parsers against every image: detection, session, queues, entries, headers. The inspector's tests compare every field.</summary>
public sealed class VectorTests
{
    public static TheoryData<string> Names => [.. Vectors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Image_reads_as_its_sidecar_says(string name)
    {
        using var json = Vectors.Expected(name);
        var expected = json.RootElement;
        var image = Vectors.Image(name);
        var size = (ulong)image.Length;

        Assert.Equal(LgmpDetectionKind.Layout, LgmpDetection.Detect(image.AsSpan(0, LgmpDetection.HeadBytes), size, out var found));
        var layout = found.Layout!;
        Assert.Equal(expected.GetProperty("lgmpVersion").GetUInt32(), found.Version);
        Assert.True(LgmpSessionHeader.TryParse(layout, image.AsSpan(0, LgmpDetection.HeadBytes), size, out var session, out var reject), reject.ToString());
        Assert.Equal(expected.GetProperty("sessionID").GetUInt32(), session.SessionId);
        Assert.Equal(expected.GetProperty("timestampMs").GetUInt64(), session.TimestampMs);
        Assert.Equal(expected.GetProperty("udataSize").GetInt32(), session.UserDataBytes);
        Assert.Equal(expected.GetProperty("queues").GetArrayLength(), session.QueueCount);

        Assert.True(KvmfrUserData.TryParse(image.AsSpan(layout.UserDataOffset, session.UserDataBytes), out var user, out reject), reject.ToString());
        Assert.Equal(expected.GetProperty("kvmfrVersion").GetUInt32(), user.Version);
        Assert.Equal(expected.GetProperty("hostver").GetString(), user.ProducerText);
        Assert.Equal(expected.GetProperty("features").GetUInt32(), user.Features);
        Assert.Equal(expected.GetProperty("vmInfo").GetProperty("uuid").GetString(), user.Vm!.Uuid);
        Assert.Equal(expected.GetProperty("vmInfo").GetProperty("model").GetString(), user.Vm.Model);
        Assert.Equal(expected.GetProperty("osInfo").GetProperty("name").GetString(), user.Os!.Name);

        // The producer side writes the same bytes back.
        var written = new byte[user.ByteCount];
        Assert.Equal(session.UserDataBytes, user.Write(written));
        Assert.Equal(image.AsSpan(layout.UserDataOffset, session.UserDataBytes).ToArray(), written);

        var pending = expected.GetProperty("pending").EnumerateArray().ToList();
        var at = 0;
        for (var i = 0; i < session.QueueCount; i++)
        {
            var record = image.AsSpan((int)layout.QueueRecord(i), layout.QueueStride);
            Assert.True(LgmpQueueConfig.TryParse(layout, record, size, out var queue, out reject), reject.ToString());
            var q = expected.GetProperty("queues")[i];
            Assert.Equal(q.GetProperty("queueID").GetUInt32(), queue.QueueId);
            Assert.Equal(q.GetProperty("ringSize").GetUInt32(), queue.RingLength);
            Assert.Equal(q.GetProperty("messagesOffset").GetUInt64(), queue.RingOffset);
            Assert.Equal(q.GetProperty("position").GetUInt32(), queue.Position);
            var slot = queue.Start;
            for (var n = 0; n < queue.Count; n++, slot = queue.Next(slot))
            {
                CheckMessage(pending[at++], image, layout, user.Version, queue.EntryOffset(slot));
            }
        }

        Assert.Equal(pending.Count, at);
    }

    private static void CheckMessage(JsonElement expected, byte[] image, LgmpLayout layout, uint kvmfr, ulong entryOffset)
    {
        var entry = LgmpEntry.Read(layout, image.AsSpan((int)entryOffset, layout.Entry.Bytes));
        Assert.True(entry.TryValidate(layout, (ulong)image.Length, out var message, out var reject), reject.ToString());
        Assert.Equal(expected.GetProperty("payloadOffset").GetUInt64(), message.Bounds.Offset);
        Assert.Equal(expected.GetProperty("payloadSize").GetUInt64(), message.Bounds.Size);
        Assert.Equal(expected.GetProperty("pendingSubs").GetUInt32(), entry.Pending);
        Assert.Equal(expected.GetProperty("udata").GetString(), $"0x{message.Word:x}");
        var payload = image.AsSpan((int)message.Bounds.Offset);
        if (expected.GetProperty("kind").GetString() == "frame")
        {
            var damage = new DamageList();
            Assert.True(FrameHeaderParser.TryParse(kvmfr, payload[..FrameHeaderParser.HeaderBytes(kvmfr)], message.Bounds, out var frame, damage, out reject), reject.ToString());
            Assert.Equal(expected.GetProperty("frameSerial").GetUInt32(), frame.Serial);
            Assert.Equal(expected.GetProperty("type").GetUInt32(), (uint)frame.Type);
            Assert.Equal(expected.GetProperty("pitch").GetUInt32(), frame.PitchBytes);
            Assert.Equal(expected.GetProperty("tightRowBytes").GetUInt32(), frame.RowBytes);
            Assert.Equal(expected.GetProperty("pixelsOffset").GetUInt64(), frame.PixelsOffset);
            Assert.Equal(expected.GetProperty("rotation").GetUInt32(), (uint)frame.Rotation);
            Assert.Equal(expected.GetProperty("damageRects").GetArrayLength(), damage.Rects.Length);
            return;
        }

        Assert.True(CursorParser.TryParse(kvmfr, message.Word, payload[..CursorParser.HeaderBytes(kvmfr)], message.Bounds, out var cursor, out reject), reject.ToString());
        Assert.Equal(expected.TryGetProperty("shape", out var shape), cursor.HasShape);
        if (cursor.HasShape)
        {
            Assert.Equal(shape.GetProperty("dataBytes").GetUInt32(), cursor.DataBytes);
            Assert.Equal(shape.GetProperty("hy").GetInt32(), cursor.HotspotY);
        }
    }
}
