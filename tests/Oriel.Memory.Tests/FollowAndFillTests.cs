using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Memory.Kernels;

namespace Oriel.Memory.Tests;

public sealed class FollowAndFillTests
{
    private const uint Session = 77;
    private const ulong SessionOffset = 0;
    private const ulong PointerOffset = 4092;
    private const ulong PixelsOffset = 4096;

    public static TheoryData<CopyKernel> Kernels => [.. Enum.GetValues<CopyKernel>()];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void What_was_filled_is_followed_byte_for_byte(CopyKernel kernel)
    {
        Assert.SkipUnless(KernelChoice.IsSupported(kernel), $"this processor cannot run {kernel}");
        const uint pitch = 5504, row = 1366 * 4, rows = 768;
        using var region = NewRegion(pitch, rows);
        using var source = Noise(row * rows);
        using var destination = PixelBuffer.Allocate(pitch * rows);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, pitch, row, rows);
        FrameCopy.Fill(region, frame, source, 0, row, [], kernel);
        Assert.Equal(pitch * rows, region.ReadUInt32(PointerOffset));
        Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, destination, 0, pitch, [], Soon(), kernel));
        for (uint y = 0; y < rows; y++)
        {
            Assert.True(source.AsSpan(y * row, (int)row).SequenceEqual(destination.AsSpan(y * pitch, (int)row)), $"row {y}");
            Assert.False(destination.AsSpan((y * pitch) + row, (int)(pitch - row)).ContainsAnyExcept((byte)0), $"padding of row {y}");
        }
    }

    [Fact]
    public void Rectangles_land_where_they_belong_and_nothing_else_changes()
    {
        // Rows of 5504 bytes: a chunk is 190 rows, so these frames have several chunk borders for rectangles to cross.
        const uint pitch = 5504, row = 5464, rows = 600;
        using var region = NewRegion(pitch, rows);
        using var source = Noise(row * rows);
        using var destination = PixelBuffer.Allocate(row * rows);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, pitch, row, rows);
        var rect =
            from x in Gen.Choose(0, (int)row - 1)
            from y in Gen.Choose(0, (int)rows - 1)
            from w in Gen.OneOf(Gen.Choose(1, 70), Gen.Choose(1, (int)row)).Select(w => Math.Min(w, (int)row - x))
            from h in Gen.OneOf(Gen.Choose(1, 5), Gen.Choose(1, (int)rows)).Select(h => Math.Min(h, (int)rows - y))
            select new ByteRect((uint)x, (uint)y, (uint)w, (uint)h);
        CopyKernel[] kernels = [.. Enum.GetValues<CopyKernel>().Where(KernelChoice.IsSupported)];
        var cases = from rects in rect.NonEmptyListOf() from kernel in Gen.Elements(kernels) select (rects: rects.Take(64).ToArray(), kernel);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            region.Clear(PixelsOffset, pitch * rows);
            region.WriteUInt32(PointerOffset, 0);
            destination.AsSpan(0, (int)destination.Length).Fill(0xEE);
            FrameCopy.Fill(region, frame, source, 0, row, c.rects, c.kernel);
            Assert.Equal(pitch * rows, region.ReadUInt32(PointerOffset));
            Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, destination, 0, row, c.rects, Soon(), c.kernel));
            var inside = new bool[row];
            var shared = new byte[pitch];
            for (uint y = 0; y < rows; y++)
            {
                Array.Clear(inside);
                foreach (var r in c.rects.Where(r => y >= r.Y && y < r.Y + r.Height))
                {
                    inside.AsSpan((int)r.XBytes, (int)r.WidthBytes).Fill(true);
                }

                var wanted = source.AsSpan(y * row, (int)row);
                var got = destination.AsSpan(y * row, (int)row);
                region.CopyOut(PixelsOffset + (y * pitch), shared);
                for (var x = 0; x < row; x++)
                {
                    if (got[x] != (inside[x] ? wanted[x] : 0xEE) || shared[x] != (inside[x] ? wanted[x] : 0))
                    {
                        Assert.Fail($"{c.kernel}: byte {x} of row {y}");
                    }
                }

                Assert.False(shared.AsSpan((int)row).ContainsAnyExcept((byte)0), $"padding of row {y}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20261121, 5));
    }

    [Fact]
    public void A_follower_behind_a_filler_sees_only_finished_rows()
    {
        const uint pitch = 8192, rows = 1024;
        using var region = NewRegion(pitch, rows);
        using var source = PixelBuffer.Allocate(pitch * rows);
        using var destination = PixelBuffer.Allocate(pitch * rows);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, pitch, pitch, rows);
        CopyKernel[] kernels = [.. Enum.GetValues<CopyKernel>().Where(KernelChoice.IsSupported)];
        for (var round = 1; round <= 60; round++)
        {
            source.AsSpan(0, (int)source.Length).Fill((byte)round);
            region.WriteUInt32(PointerOffset, 0);
            var kernel = kernels[round % kernels.Length];
            var filler = new Thread(() => FrameCopy.Fill(region, frame, source, 0, pitch, [], kernel));
            filler.Start();
            var outcome = FrameCopy.Follow(region, frame, destination, 0, pitch, [], Soon(20), kernel);
            var wrong = destination.AsSpan(0, (int)destination.Length).IndexOfAnyExcept((byte)round);
            filler.Join();
            Assert.Equal(FollowOutcome.Complete, outcome);
            Assert.True(wrong < 0, $"round {round}, {kernel}: byte {wrong} was read before it was there");
        }
    }

    [Fact]
    public void Only_the_rows_of_the_rectangles_are_waited_for()
    {
        const uint pitch = 4096, rows = 1000;
        using var region = NewRegion(pitch, rows);
        using var destination = PixelBuffer.Allocate(pitch * rows);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, pitch, pitch, rows);
        region.WriteUInt32(PointerOffset, 300 * pitch);
        Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, destination, 0, pitch, [new(8, 290, 100, 10)], Soon()));
        var limits = new FollowLimits(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100), SessionOffset, Session);
        Assert.Equal(FollowOutcome.TimedOut, FrameCopy.Follow(region, frame, destination, 0, pitch, [new(8, 290, 100, 11)], limits));
    }

    [Fact]
    public void A_pointer_beyond_the_frame_counts_as_its_end()
    {
        using var region = NewRegion(4096, 64);
        using var destination = PixelBuffer.Allocate(4096 * 64);
        region.WriteUInt32(PointerOffset, uint.MaxValue);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, 4096, 4096, 64);
        Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, destination, 0, 4096, [], Soon()));
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

    [Fact]
    public void A_change_of_session_ends_the_wait()
    {
        using var region = NewRegion(4096, 64);
        using var destination = PixelBuffer.Allocate(4096 * 64);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, 4096, 4096, 64);
        var started = Stopwatch.GetTimestamp();
        var other = new Thread(() =>
        {
            MonotonicWait.Until(started + (Stopwatch.Frequency / 50));
            region.WriteUInt32(SessionOffset, Session + 1);
        });
        other.Start();
        Assert.Equal(FollowOutcome.SessionChanged, FrameCopy.Follow(region, frame, destination, 0, 4096, [], Soon(20)));
        other.Join();
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.02, 10);
    }

    [Fact]
    public void Numbers_that_do_not_fit_throw_before_anything_is_copied()
    {
        using var region = NewRegion(4096, 64);
        using var buffer = PixelBuffer.Allocate(4096 * 64);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, 4096, 4096, 64);
        Throws(frame with { Rows = 65 }, 0, 4096, []);
        Throws(frame with { Rows = uint.MaxValue }, 0, 4096, []);
        Throws(frame with { PixelsOffset = ulong.MaxValue }, 0, 4096, []);
        Throws(frame with { RowBytes = 4097 }, 0, 4096, []);
        Throws(frame with { WritePointerOffset = PointerOffset + 1 }, 0, 4096, []);
        Throws(frame, 1, 4096, []);
        Throws(frame, 0, 4095, []);
        Throws(frame, nuint.MaxValue, 4096, []);
        Throws(frame, 0, 4096, [new(1, 0, 4096, 1)]);
        Throws(frame, 0, 4096, [new(0, 1, 1, 64)]);
        Throws(frame, 0, 4096, [new(2, 2, uint.MaxValue, uint.MaxValue)]);
        Throws(frame, 0, 4096, new ByteRect[FrameCopy.MostRects + 1]);

        void Throws(FrameExtent bad, nuint offset, uint pitch, ByteRect[] rects)
        {
            Assert.ThrowsAny<ArgumentException>(() => FrameCopy.Follow(region, bad, buffer, offset, pitch, rects, Soon()));
            Assert.ThrowsAny<ArgumentException>(() => FrameCopy.Fill(region, bad, buffer, offset, pitch, rects));
        }
    }

    [Fact]
    public void Copying_and_waiting_allocate_nothing()
    {
        using var region = NewRegion(4096, 600);
        using var buffer = Noise(4096 * 600);
        var frame = new FrameExtent(PointerOffset, PixelsOffset, 4096, 4000, 600);
        ByteRect[] rects = [new(16, 3, 900, 500), new(100, 40, 3000, 9), new(0, 590, 4000, 10)];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            FrameCopy.Fill(region, frame, buffer, 0, 4096, rects);
            FrameCopy.Follow(region, frame, buffer, 0, 4096, rects, Soon());
            FrameCopy.Follow(region, frame, buffer, 0, 4096, [], Soon());
            region.WriteUInt32(PointerOffset, 4096);
            FrameCopy.Follow(region, frame, buffer, 0, 4096, rects, new FollowLimits(Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10_000), SessionOffset, Session));
        }
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

    private static FollowLimits Soon(int seconds = 1) => new(Stopwatch.GetTimestamp() + (seconds * Stopwatch.Frequency), SessionOffset, Session);
}
