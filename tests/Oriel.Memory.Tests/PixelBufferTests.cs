namespace Oriel.Memory.Tests;

public sealed class PixelBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4097)]
    [InlineData(33 << 20)]
    public unsafe void A_reserved_buffer_is_aligned_reads_as_zero_and_can_be_written_to_its_last_byte(int bytes)
    {
        for (var round = 0; round < 3; round++)
        {
            // Freed memory that comes back must be as clean as fresh memory.
            using var buffer = PixelBuffer.Reserve((nuint)bytes);
            Assert.Equal((nuint)bytes, buffer.Length);
            var all = buffer.AsSpan(0, bytes);
            Assert.Equal(-1, all.IndexOfAnyExcept((byte)0));
            all.Fill(0xA5);
            Assert.Equal((0xA5, 0xA5), (all[0], all[^1]));
            fixed (byte* address = all)
            {
                Assert.Equal(0, (nint)address % 4096);
            }
        }
    }

    [Fact]
    public void Discarded_memory_is_the_systems_until_it_is_written_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only on Linux");
        const int bytes = (1 << 20) + 100;
        using var buffer = PixelBuffer.Allocate(bytes);
        buffer.AsSpan(0, bytes).Fill(7);
        Assert.True(buffer.TryDiscard());
        Assert.Equal(-1, buffer.AsSpan(0, 1 << 20).IndexOfAnyExcept((byte)0));
        buffer.AsSpan(0, bytes).Fill(9);
        Assert.Equal(-1, buffer.AsSpan(0, bytes).IndexOfAnyExcept((byte)9));
    }

    [Fact]
    public void Discarding_allocates_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only on Linux");
        using var buffer = PixelBuffer.Allocate(1 << 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isDiscarded = buffer.TryDiscard();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(isDiscarded);
    }

    [Fact]
    public unsafe void Memory_of_somebody_else_is_not_discarded()
    {
        using var owner = PixelBuffer.Allocate(1 << 16);
        owner.AsSpan(0, 1 << 16).Fill(5);
        fixed (byte* address = owner.AsSpan(0, 1 << 16))
        {
            using var wrapped = PixelBuffer.FromNative((nint)address, 1 << 16, null);
            Assert.False(wrapped.TryDiscard());
        }

        Assert.Equal(-1, owner.AsSpan(0, 1 << 16).IndexOfAnyExcept((byte)5));
    }
}
