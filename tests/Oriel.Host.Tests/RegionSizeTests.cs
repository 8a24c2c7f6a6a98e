using Oriel.Host.Sizes;

namespace Oriel.Host.Tests;

/// <summary>The sizes that documentation, set-up and doctor promise, spelled out.</summary>
public sealed class RegionSizeTests
{
    [Theory]
    [InlineData(1920, 1080, 32, 64, 32)]
    [InlineData(2560, 1080, 32, 64, 64)]
    [InlineData(2560, 1440, 64, 128, 64)]
    [InlineData(3440, 1440, 64, 128, 64)]
    [InlineData(3840, 1600, 64, 128, 128)]
    [InlineData(3840, 2160, 128, 256, 128)]
    [InlineData(5120, 1440, 128, 128, 128)]
    [InlineData(5120, 2160, 128, 256, 256)]
    [InlineData(5120, 2880, 128, 256, 256)]
    [InlineData(7680, 4320, 512, 1024, 512)]
    public void Both_formulas_give_the_sizes_people_know(int width, int height, ulong two, ulong twoHdr, ulong three)
    {
        Assert.Equal(two, RegionSize.InMebibytes(RegionSize.TwoBuffers(width, height, isHdr: false)));
        Assert.Equal(twoHdr, RegionSize.InMebibytes(RegionSize.TwoBuffers(width, height, isHdr: true)));
        Assert.Equal(three, RegionSize.InMebibytes(RegionSize.ThreeBuffers(width, height)));
        Assert.Equal(Math.Max(two, three), RegionSize.InMebibytes(RegionSize.Any(width, height, isHdr: false)));
    }

    [Fact]
    public void The_agents_version_chooses_the_formula()
    {
        Assert.Equal(32ul << 20, RegionSize.For(2560, 1080, isHdr: false, kvmfrVersion: 20));
        Assert.Equal(64ul << 20, RegionSize.For(2560, 1080, isHdr: false, kvmfrVersion: 34));
        Assert.Equal(64ul << 20, RegionSize.For(2560, 1080, isHdr: false, kvmfrVersion: 0));
    }

    [Theory]
    [InlineData(0, 1080)]
    [InlineData(1920, -1)]
    [InlineData(70_000, 1080)]
    public void A_mode_that_is_none_is_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RegionSize.Any(width, height, isHdr: false));
}
