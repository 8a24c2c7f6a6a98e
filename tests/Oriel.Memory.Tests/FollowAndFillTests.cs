using System.Diagnostics;

namespace Oriel.Memory.Tests;

public sealed class FollowAndFillTests
{
    private const uint Session = 77;
    private const ulong SessionOffset = 0;
    private const ulong PointerOffset = 4092;
    private const ulong PixelsOffset = 4096;

    [Fact]
    public void What_was_filled_is_followed_byte_for_byte()
    {
        const uint pitch = 5504, row = 1366 * 4, rows = 768;
        using var region = NewRegion(pitch, rows);
        using var source = Noise(row * rows);
        using var destination = PixelBuffer.Allocate(pitch * rows);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, pitch, row, rows);
        FrameCopy.Fill(region, frame, source, 0, row, []);
        Assert.Equal(pitch * rows, region.ReadUInt32(PointerOffset));
        Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, destination, 0, pitch, [], Soon()));
        for (uint y = 0; y < rows; y++)
        {
            Assert.True(source.AsSpan(y * row, (int)row).SequenceEqual(destination.AsSpan(y * pitch, (int)row)), $"row {y}");
            Assert.False(destination.AsSpan((y * pitch) + row, (int)(pitch - row)).ContainsAnyExcept((byte)0), $"padding of row {y}");
        }
    }

    [Fact]
    public void A_stuck_pointer_times_out()
    {
        using var region = NewRegion(4096, 64);
        using var destination = PixelBuffer.Allocate(4096 * 64);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, 4096, 4096, 64);
        var started = Stopwatch.GetTimestamp();
        var limits = new FollowLimits(started + (Stopwatch.Frequency / 50), SessionOffset, Session);
        Assert.Equal(FollowOutcome.TimedOut, FrameCopy.Follow(region, frame, destination, 0, 4096, [], limits));
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 20, 2000);
    }

    private static Region NewRegion(uint pitch, uint rows)
    {
        var region = Region.CreateMemfd("oriel-test", PixelsOffset + ((ulong)pitch * rows));
        region.WriteUInt32(SessionOffset, Session);
        return region;
    }

    private static PixelBuffer Noise(nuint bytes)
    {
        var buffer = PixelBuffer.Allocate(bytes);
        new Random(1).NextBytes(buffer.AsSpan(0, (int)bytes));
        return buffer;
    }

    private static FollowLimits Soon() => new(Stopwatch.GetTimestamp() + Stopwatch.Frequency, SessionOffset, Session);
}
