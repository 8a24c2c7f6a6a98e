using System.Buffers.Binary;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Protocol.Tests;

/// <summary>
/// Frame and cursor headers against the literal offsets of kvmfr.md sections 4.1, 4.2, 7 and 13. The headers read are filled so that every byte pair tells
/// where it stands: a field read from the wrong place shows the wrong number.
/// </summary>
public sealed class FrameHeaderLayoutTests
{
    // columns: frame header, cursor header, flags, damage count, rects, frameWidth, dataWidth, white, hdr
    [Theory]
    [InlineData(19u, 1076, 24, 1072, 44, 48, 20, -1, -1, -1)]
    [InlineData(20u, 1084, 24, 1080, 52, 56, 28, 20, -1, -1)]
    [InlineData(21u, 1120, 24, 1080, 52, 56, 28, 20, 1116, 1084)]
    [InlineData(22u, 1120, 24, 1080, 52, 56, 28, 20, 1116, 1084)]
    [InlineData(23u, 1120, 28, 1080, 52, 56, 28, 20, 1116, 1084)]
    [InlineData(24u, 1152, 28, 52, 56, 128, 28, 20, 60, 96)]
    [InlineData(25u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(26u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(27u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(28u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(29u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(30u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(31u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(32u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(33u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    [InlineData(34u, 1216, 28, 52, 56, 192, 28, 20, 60, 128)]
    public void Frame_header(uint version, int bytes, int cursorBytes, int flags, int damageCount, int rects, int frameWidth, int dataWidth, int white, int hdr)
    {
        Assert.Equal(bytes, FrameHeaderParser.HeaderBytes(version));
        Assert.Equal(cursorBytes, CursorParser.HeaderBytes(version));
        Assert.True(KvmfrVersions.TryGet(version, out var v));
        Assert.Equal(version, v.Number);
        Assert.Equal(rects, v.DamageRects);
        var r = RawFrameHeader.Read(v, Marked());
        Assert.Equal(At(0), r.FormatVersion);
        Assert.Equal(At(4), r.Serial);
        Assert.Equal(At(8), r.Type);
        Assert.Equal(At(12), r.ScreenWidth);
        Assert.Equal(At(16), r.ScreenHeight);
        Assert.Equal(At(dataWidth < 0 ? frameWidth : dataWidth), r.DataWidth);
        Assert.Equal(At((dataWidth < 0 ? frameWidth : dataWidth) + 4), r.DataHeight);
        Assert.Equal(At(frameWidth), r.FrameWidth);
        Assert.Equal(At(frameWidth + 4), r.FrameHeight);
        Assert.Equal(At(frameWidth + 8), r.Rotation);
        Assert.Equal(At(frameWidth + 12), r.Stride);
        Assert.Equal(At(frameWidth + 16), r.Pitch);
        Assert.Equal(At(frameWidth + 20), r.Offset);
        Assert.Equal(At(flags), r.Flags);
        Assert.Equal(At(damageCount), r.DamageCount);
        Assert.Equal(white < 0 ? 0 : At(white), r.SdrWhite);
        Assert.Equal(hdr < 0 ? 0 : Low(hdr), r.Hdr.RedX);
        Assert.Equal(hdr < 0 ? 0 : High(hdr), r.Hdr.RedY);
        Assert.Equal(hdr < 0 ? 0 : Low(hdr + 12), r.Hdr.WhiteX);
        Assert.Equal(hdr < 0 ? 0 : High(hdr + 12), r.Hdr.WhiteY);
        Assert.Equal(hdr < 0 ? 0 : At(hdr + 16), r.Hdr.MaxLuminance);
        Assert.Equal(hdr < 0 ? 0 : At(hdr + 20), r.Hdr.MinLuminance);
        Assert.Equal(hdr < 0 ? 0 : At(hdr + 24), r.Hdr.MaxCll);
        Assert.Equal(hdr < 0 ? 0 : At(hdr + 28), r.Hdr.MaxFall);
    }

    [Fact]
    public void Offsets_of_version_19_and_20_in_full()
    {
        // Section 4.1, both columns, from "rotation" on.
        Assert.True(KvmfrVersions.TryGet(19, out var p19));
        Assert.True(KvmfrVersions.TryGet(20, out var p20));
        var a = RawFrameHeader.Read(p19, Marked());
        var b = RawFrameHeader.Read(p20, Marked());
        Assert.Equal([At(28), At(32), At(36), At(40), At(44)], new[] { a.Rotation, a.Stride, a.Pitch, a.Offset, a.DamageCount });
        Assert.Equal([At(36), At(40), At(44), At(48), At(52)], new[] { b.Rotation, b.Stride, b.Pitch, b.Offset, b.DamageCount });
        Assert.Equal(1076, 48 + (64 * 16) + 4);
        Assert.Equal(1084, 56 + (64 * 16) + 4);
        Assert.Equal(1216, 192 + (64 * 16));
        Assert.Equal(1152, 128 + (64 * 16));
    }

    // columns: times, ready, hold, serial, flags, schedule
    [Theory]
    [InlineData(24u, 64, -1, -1, 88, -1, -1)]
    [InlineData(25u, 64, 88, -1, 96, -1, -1)]
    [InlineData(26u, 64, 88, -1, 96, -1, -1)]
    [InlineData(27u, 64, 88, -1, 96, -1, -1)]
    [InlineData(28u, 64, 88, -1, 96, 104, 108)]
    [InlineData(29u, 64, 88, 96, 112, 120, 160)]
    [InlineData(34u, 64, 88, 96, 112, 120, 160)]
    public void Timing_group(uint version, int times, int ready, int hold, int serial, int flags, int schedule)
    {
        Assert.True(KvmfrVersions.TryGet(version, out var v));
        Assert.True(RawFrameHeader.TryReadTiming(v, Marked(), out var t));
        Assert.Equal(At64(times), t.CaptureNs);
        Assert.Equal(At64(times + 8), t.PostProcessNs);
        Assert.Equal(At64(times + 16), t.CopyNs);
        Assert.Equal(ready < 0 ? 0 : At64(ready), t.ReadyNs);
        Assert.Equal(hold < 0 ? 0 : At64(hold), t.HoldNs);
        Assert.Equal(hold < 0 ? 0 : At64(hold + 8), t.ReadyLeadNs);
        Assert.Equal(At(serial), t.Serial);
        Assert.Equal(At(serial + 4), t.Valid);
        Assert.Equal(flags < 0 ? 0 : At(flags), t.Flags);
        Assert.Equal(schedule >= 0, RawFrameHeader.TryReadSchedule(v, Marked(), out var s));
        Assert.Equal(schedule < 0 ? default : new RawFrameSchedule(At(schedule), At(schedule + 4), At(schedule + 8)), s);
    }

    [Theory]
    [InlineData(19u)]
    [InlineData(20u)]
    [InlineData(23u)]
    public void Early_versions_have_no_timing(uint version)
    {
        Assert.True(KvmfrVersions.TryGet(version, out var v));
        Assert.False(RawFrameHeader.TryReadTiming(v, Marked(), out _));
        Assert.False(RawFrameHeader.TryReadSchedule(v, Marked(), out _));
    }

    [Theory]
    [InlineData(0u, false)]
    [InlineData(18u, false)]
    [InlineData(19u, true)]
    [InlineData(34u, true)]
    [InlineData(35u, false)]
    [InlineData(uint.MaxValue, false)]
    public void Versions_read(uint version, bool supported)
    {
        Assert.Equal(supported, KvmfrVersions.IsSupported(version));
        Assert.Equal(supported, KvmfrVersions.TryGet(version, out _));
        Assert.Equal(supported, FrameHeaderParser.HeaderBytes(version) > 0);
        Assert.Equal(supported, CursorParser.HeaderBytes(version) > 0);
    }

    [Fact]
    public void Cursor_header_of_section_7()
    {
        byte[] raw = [0x64, 0x00, 0xF9, 0xFF, 1, 0, 0, 0, 0x03, 0xFE, 0xAA, 0xBB, 24, 0, 0, 0, 34, 0, 0, 0, 128, 0, 0, 0, 203, 0, 0, 0];
        Assert.True(KvmfrVersions.TryGet(34, out var v34));
        Assert.True(KvmfrVersions.TryGet(22, out var v22));
        Assert.Equal(new RawCursorHeader(100, -7, 1, 3, -2, 24, 34, 128, 203), RawCursorHeader.Read(v34, raw));
        Assert.Equal(new RawCursorHeader(100, -7, 1, 3, -2, 24, 34, 128, 0), RawCursorHeader.Read(v22, raw));
    }

    /// <summary>Every aligned word holds 0xA5000000 plus its offset.</summary>
    private static byte[] Marked()
    {
        var bytes = new byte[FrameHeaderParser.MaxHeaderBytes];
        for (var i = 0; i < bytes.Length; i += 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i), At(i));
        }

        return bytes;
    }

    private static uint At(int offset) => 0xA5000000 + (uint)offset;

    private static ulong At64(int offset) => ((ulong)At(offset + 4) << 32) | At(offset);

    private static ushort Low(int offset) => (ushort)(At(offset) & 0xFFFF);

    private static ushort High(int offset) => (ushort)(At(offset) >> 16);
}
