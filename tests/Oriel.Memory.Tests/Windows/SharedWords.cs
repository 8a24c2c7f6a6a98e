using System.Diagnostics;

namespace Oriel.Memory.Tests.Windows;

/// <summary>A conversation of two processes in one region, the same program on both systems: turns taken through two words, and one word that both count up at the same time.</summary>
internal sealed class SharedWords(Region region, bool isFirst, long deadline)
{
    public const string Variable = "ORIEL_SHARED_WORDS";
    public const ulong Bytes = (1 << 20) + 4096;

    private const uint Turns = 2000;
    private const uint Increments = 50_000;
    private const ulong FirstTurn = 0;
    private const ulong SecondTurn = 64;
    private const ulong Counter = 128;
    private const ulong Sum = 136;
    private const ulong Pixels = 4096;
    private const uint Row = 1024;

    public void Run(Func<string?> trouble)
    {
        var (mine, theirs) = isFirst ? (FirstTurn, SecondTurn) : (SecondTurn, FirstTurn);
        for (var turn = 1u; turn <= Turns; turn++)
        {
            if (isFirst)
            {
                region.WriteUInt32(mine, turn);
            }

            Await(theirs, turn, trouble);
            if (!isFirst)
            {
                region.WriteUInt32(mine, turn);
            }
        }

        for (var i = 0; i < Increments; i++)
        {
            region.AddUInt32(Counter, 1);
            var seen = region.ReadUInt64(Sum);
            while (region.CompareExchangeUInt64(Sum, seen + 3, seen) is var now && now != seen)
            {
                seen = now;
            }
        }

        if (isFirst)
        {
            // A frame by the kernels that go past the cache, to be read on the other system.
            using var picture = PixelBuffer.Allocate(Row * 1024);
            for (var y = 0u; y < 1024; y++)
            {
                picture.AsSpan(y * Row, (int)Row).Fill((byte)(y * 7));
            }

            FrameCopy.Fill(region, new FrameExtent(192, Pixels, Row, Row, 1024), picture, 0, Row, []);
        }

        region.WriteUInt32(mine, Turns + 1);
        Await(theirs, Turns + 1, trouble);
    }

    public void Verify()
    {
        Assert.Equal(2 * Increments, region.ReadUInt32(Counter));
        Assert.Equal(2UL * 3 * Increments, region.ReadUInt64(Sum));
        Assert.Equal(Row * 1024, region.ReadUInt32(192));
        var row = new byte[Row];
        for (var y = 0u; y < 1024; y++)
        {
            region.CopyOut(Pixels + (y * Row), row);
            Assert.True(row.AsSpan().IndexOfAnyExcept((byte)(y * 7)) < 0, $"row {y} differs");
        }
    }

    private void Await(ulong word, uint value, Func<string?> trouble)
    {
        while (region.ReadUInt32(word) < value)
        {
            Assert.True(Stopwatch.GetTimestamp() < deadline, $"word {word} stands at {region.ReadUInt32(word)} of {value}");
            Assert.True(trouble() is not { } text || region.ReadUInt32(word) >= value, trouble());
            Thread.Yield();
        }
    }
}
