using Oriel.Testing;

namespace Oriel.Memory.Tests;

public sealed class RegionWordTests : IDisposable
{
    private readonly TempRegion _file = new(8192);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Two_mappings_of_a_file_see_each_others_words()
    {
        using var a = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        using var b = Region.OpenFile(_file.Path, RegionAccess.ReadOnly);
        Assert.Equal(8192UL, a.Length);
        a.WriteUInt32(8188, 0xDEADBEEF);
        Assert.Equal(0xDEADBEEF, b.ReadUInt32(8188));
        a.WriteUInt64(16, 0x1122334455667788);
        Assert.Equal(0x1122334455667788UL, b.ReadUInt64(16));
        Assert.Equal(0x55667788U, b.ReadUInt32(16));
    }

    [Fact]
    public void Atomics_return_the_value_before()
    {
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        Assert.Equal(0U, region.ExchangeUInt32(4, 0xFFFF_FFFE));
        Assert.Equal(0xFFFF_FFFE, region.AddUInt32(4, 3));
        Assert.Equal(1U, region.ReadUInt32(4));
        Assert.Equal(1U, region.CompareExchangeUInt32(4, 7, 2));
        Assert.Equal(1U, region.CompareExchangeUInt32(4, 7, 1));
        Assert.Equal(7U, region.AndUInt32(4, 3));
        Assert.Equal(3U, region.OrUInt32(4, 8));
        Assert.Equal(11U, region.ReadUInt32(4));
        Assert.Equal(0UL, region.CompareExchangeUInt64(8, ulong.MaxValue, 0));
        Assert.Equal(ulong.MaxValue, region.CompareExchangeUInt64(8, 1, 0));
        Assert.Equal(ulong.MaxValue, region.ReadUInt64(8));
        Assert.Equal(0U, region.ReadUInt32(0));
        Assert.Equal(0U, region.ReadUInt32(16));
    }

    [Theory]
    [InlineData(8192UL)]
    [InlineData(8190UL)]
    [InlineData(ulong.MaxValue - 3)]
    [InlineData(0x1_0000_0000UL)]
    public void A_word_outside_throws_with_the_numbers(ulong offset)
    {
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        var read = Assert.Throws<ArgumentOutOfRangeException>(() => region.ReadUInt32(offset));
        Assert.Contains(offset.ToString(), read.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.WriteUInt32(offset, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CompareExchangeUInt32(offset, 1, 0));
    }

    [Fact]
    public void An_unaligned_word_throws_because_it_would_not_be_atomic()
    {
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.ReadUInt32(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.WriteUInt64(4, 0));
    }

    [Fact]
    public void Byte_copies_are_checked_at_both_ends()
    {
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        region.CopyIn(8189, [1, 2, 3]);
        var three = new byte[3];
        region.CopyOut(8189, three);
        Assert.Equal<byte>([1, 2, 3], three);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CopyOut(8190, new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.CopyIn(ulong.MaxValue, new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Clear(1, 8192));
        region.Clear(8190, 1);
        region.CopyOut(8189, three);
        Assert.Equal<byte>([1, 0, 3], three);
        region.CopyOut(8192, []);
    }

    [Fact]
    public void A_read_only_region_cannot_be_written()
    {
        using var region = Region.OpenFile(_file.Path, RegionAccess.ReadOnly);
        Assert.False(region.IsWritable);
        Assert.Throws<InvalidOperationException>(() => region.WriteUInt32(0, 1));
        Assert.Throws<InvalidOperationException>(() => region.OrUInt32(0, 1));
        Assert.Throws<InvalidOperationException>(() => region.CopyIn(0, [1]));
        Assert.Throws<InvalidOperationException>(() => region.Clear(0, 1));
    }

    [Fact]
    public void A_disposed_region_throws_instead_of_touching_unmapped_memory()
    {
        var region = Region.OpenFile(_file.Path, RegionAccess.ReadWrite);
        region.Dispose();
        region.Dispose();
        Assert.Throws<ObjectDisposedException>(() => region.ReadUInt32(0));
        Assert.Throws<ObjectDisposedException>(() => region.WriteUInt32(0, 1));
        Assert.Throws<ObjectDisposedException>(() => region.CopyOut(0, new byte[1]));
    }
}
