using FsCheck;
using FsCheck.Fluent;
using Oriel.Memory.Kernels;

namespace Oriel.Memory.Tests.Kernels;

/// <summary>Every kernel against a byte loop, with guard bytes before, between and after the rows.</summary>
public sealed class KernelTests
{
    private const byte Canary = 0xA5;
    private const int Margin = 192;

    public static TheoryData<CopyKernel> All => [.. Enum.GetValues<CopyKernel>().Where(k => k != CopyKernel.Auto)];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_short_length_at_every_alignment(CopyKernel kernel)
    {
        SkipUnlessSupported(kernel);
        for (var align = 0; align < 64; align++)
        {
            for (var bytes = 0; bytes <= 200; bytes++)
            {
                Check(kernel, bytes, 1, bytes, bytes, align, (align * 7) % 64);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Lengths_around_blocks_and_lines(CopyKernel kernel)
    {
        SkipUnlessSupported(kernel);
        foreach (var centre in (int[])[256, 512, 1024, 4096, 65536])
        {
            for (var bytes = centre - 3; bytes <= centre + 3; bytes++)
            {
                foreach (var align in (int[])[0, 1, 4, 31, 32, 33, 63])
                {
                    Check(kernel, bytes, 1, bytes, bytes, align, 3);
                    Check(kernel, bytes, 3, bytes + 5, bytes, align, 0);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Any_rows_pitches_and_alignments(CopyKernel kernel)
    {
        SkipUnlessSupported(kernel);
        var cases =
            from row in Gen.Choose(0, 700)
            from rows in Gen.Choose(0, 9)
            from padTo in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 100))
            from padFrom in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 100))
            from alignTo in Gen.Choose(0, 63)
            from alignFrom in Gen.Choose(0, 63)
            select (row, rows, padTo, padFrom, alignTo, alignFrom);
        Prop.ForAll(cases.ToArbitrary(), c => Check(kernel, c.row, c.rows, c.row + c.padTo, c.row + c.padFrom, c.alignTo, c.alignFrom))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20261121, 77));
    }

    [Fact]
    public void The_switch_names_kernels_and_ignores_nonsense()
    {
        Assert.Equal(CopyKernel.Scalar, KernelChoice.FromEnvironment("scalar"));
        Assert.Equal(CopyKernel.Runtime, KernelChoice.FromEnvironment("Runtime"));
        Assert.Equal(CopyKernel.Auto, KernelChoice.FromEnvironment("fastest"));
        Assert.Equal(CopyKernel.Auto, KernelChoice.FromEnvironment("99"));
        Assert.Equal(CopyKernel.Auto, KernelChoice.FromEnvironment(null));
        Assert.Equal(KernelChoice.IsSupported(CopyKernel.Avx2NonTemporal) ? CopyKernel.Avx2NonTemporal : CopyKernel.Auto, KernelChoice.FromEnvironment("AVX2NONTEMPORAL"));
    }

    [Fact]
    public void The_cache_guess_is_an_eighth_within_limits()
    {
        Assert.Equal(4UL << 20, KernelChoice.LargeFor(0));
        Assert.Equal(4UL << 20, KernelChoice.LargeFor(32UL << 20));
        Assert.Equal(8UL << 20, KernelChoice.LargeFor(1UL << 30));
    }

    private static void SkipUnlessSupported(CopyKernel kernel) => Assert.SkipUnless(KernelChoice.IsSupported(kernel), $"this processor cannot run {kernel}");

    private static unsafe void Check(CopyKernel kernel, int row, int rows, int pitchTo, int pitchFrom, int alignTo, int alignFrom)
    {
        var extentTo = rows == 0 ? 0 : ((rows - 1) * pitchTo) + row;
        var extentFrom = rows == 0 ? 0 : ((rows - 1) * pitchFrom) + row;
        using var to = PixelBuffer.Allocate((nuint)(Margin + alignTo + extentTo + Margin), 64);
        using var from = PixelBuffer.Allocate((nuint)(alignFrom + extentFrom + 1), 64);
        var result = to.AsSpan(0, (int)to.Length);
        result.Fill(Canary);
        var input = from.AsSpan(0, (int)from.Length);
        for (var i = 0; i < input.Length; i++)
        {
            // Never the canary, so that a missing byte cannot look copied.
            input[i] = (byte)((i * 31) % 160);
        }

        KernelChoice.Function(kernel)(to.Address + Margin + alignTo, (nuint)pitchTo, from.Address + alignFrom, (nuint)pitchFrom, (nuint)row, (nuint)rows);

        var expected = new byte[result.Length];
        Array.Fill(expected, Canary);
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < row; x++)
            {
                expected[Margin + alignTo + (y * pitchTo) + x] = input[alignFrom + (y * pitchFrom) + x];
            }
        }

        var wrong = result.CommonPrefixLength(expected);
        Assert.True(wrong == expected.Length, $"{kernel}: {row} x {rows}, pitches {pitchTo}/{pitchFrom}, alignments {alignTo}/{alignFrom}: byte {wrong - Margin - alignTo} of {extentTo} differs");
    }
}
