namespace Oriel.Memory.Tests.Kernels;

/// <summary>The vector comparison against its scalar twin and against the meaning of the words.</summary>
public sealed class RowDifferenceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_single_byte_is_found_in_its_cell_and_nowhere_else(bool scalar)
    {
        using var a = PixelBuffer.Allocate(1024);
        using var b = PixelBuffer.Allocate(1024);
        for (var length = 1; length <= 300; length += length < 70 ? 1 : 23)
        {
            for (var offset = 0; offset < 3; offset++)
            {
                var row = b.AsSpan((nuint)offset, length);
                for (var at = 0; at < length; at++)
                {
                    var cells = new byte[(length + RowDifference.CellBytes - 1) / RowDifference.CellBytes];
                    row[at] = 0x80;
                    Assert.True(RowDifference.Mark(a, (nuint)offset, b, (nuint)offset, length, cells, scalar));
                    Assert.Equal(Enumerable.Range(0, cells.Length).Select(c => c == at / RowDifference.CellBytes ? (byte)1 : (byte)0), cells);
                    row[at] = 0;
                    Array.Clear(cells);
                    Assert.False(RowDifference.Mark(a, (nuint)offset, b, (nuint)offset, length, cells, scalar));
                    Assert.All(cells, c => Assert.Equal(0, c));
                }
            }
        }
    }

    [Fact]
    public void Vectors_and_scalar_agree_on_random_rows_and_keep_older_marks()
    {
        var random = new Random(20260501);
        using var a = PixelBuffer.Allocate(16384);
        using var b = PixelBuffer.Allocate(16384);
        for (var round = 0; round < 2000; round++)
        {
            var length = random.Next(1, 9000);
            var (first, second) = ((nuint)random.Next(64), (nuint)random.Next(64));
            random.NextBytes(a.AsSpan(first, length));
            a.AsSpan(first, length).CopyTo(b.AsSpan(second, length));
            for (var change = random.Next(6); change > 0; change--)
            {
                b.AsSpan(second, length)[random.Next(length)] ^= (byte)random.Next(256);
            }

            var older = new byte[(length + RowDifference.CellBytes - 1) / RowDifference.CellBytes];
            older[random.Next(older.Length)] = 1;
            var vector = older.ToArray();
            var scalar = older.ToArray();
            Assert.Equal(RowDifference.Mark(a, first, b, second, length, scalar, scalar: true), RowDifference.Mark(a, first, b, second, length, vector));
            Assert.Equal(scalar, vector);
        }
    }

    [Fact]
    public void Nothing_outside_the_buffers_is_touched()
    {
        using var a = PixelBuffer.Allocate(64);
        using var b = PixelBuffer.Allocate(64);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowDifference.Mark(a, 1, b, 0, 64, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowDifference.Mark(a, 0, b, 32, 33, new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RowDifference.Mark(a, 0, b, 0, 64, new byte[1]));
    }
}
