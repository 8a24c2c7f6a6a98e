using Oriel.Display.Presentation;

namespace Oriel.Display.Tests.Presentation;

/// <summary>A display's refresh, found in what window systems tell: exact, jittering, counted or not, none at all.</summary>
public sealed class RefreshModelTests
{
    private const long Start = 5_000_000_000;

    [Theory]
    [InlineData(16_666_667, 0, true)]
    [InlineData(16_666_667, 1_000_000, true)]
    [InlineData(6_944_444, 400_000, true)]
    [InlineData(16_666_667, 1_000_000, false)]
    [InlineData(4_166_667, 0, false)]
    public void Period_and_phase_are_found_through_jitter(long period, int jitterNs, bool isCounted)
    {
        var model = new RefreshModel();
        var random = new Random(7);
        for (var i = 0; i < 64; i++)
        {
            model.Add(Start + (i * period) + (jitterNs == 0 ? 0 : random.Next(jitterNs)), isCounted ? (ulong)(i + 1) : 0, isCounted ? -1 : period);
        }

        Assert.True(model.IsSteady);
        Assert.InRange(model.PeriodNs, period * 0.99, period * 1.01);

        // The middle of the jitter, a little later: the next refresh is aimed at within the jitter.
        var expected = Start + (64 * period) + (jitterNs / 2);
        Assert.InRange(model.NextAfter(expected - (period / 2)) - expected, -(jitterNs + 2000), jitterNs + 2000);
    }

    [Fact]
    public void Refreshes_nobody_told_about_are_counted()
    {
        var model = new RefreshModel();
        foreach (var i in (int[])[0, 1, 2, 5, 6, 14, 15, 16, 30])
        {
            model.Add(Start + (i * 10_000_000L), (ulong)(100 + i), -1);
        }

        Assert.True(model.IsSteady);
        Assert.Equal(10_000_000, model.PeriodNs);
        Assert.Equal(Start + 310_000_000, model.NextAfter(Start + 300_000_001));
        Assert.Equal(Start + 310_000_000, model.NextAfter(Start + 300_000_000));
        Assert.Equal(Start + 300_000_000, model.NextAfter(Start + 299_999_999));
        Assert.Equal(Start - 10_000_000, model.NextAfter(Start - 10_000_001));
    }

    [Fact]
    public void A_refresh_that_follows_the_pictures_is_none_to_aim_at()
    {
        var model = new RefreshModel();
        var random = new Random(3);
        var time = Start;
        for (var i = 0; i < 100; i++)
        {
            time += random.Next(7_000_000, 21_000_000);
            model.Add(time, (ulong)(i + 1), -1);
        }

        Assert.False(model.IsSteady);

        // A compositor that says so is believed at once, however even the times are.
        var even = new RefreshModel();
        for (var i = 0; i < 20; i++)
        {
            even.Add(Start + (i * 10_000_000L), (ulong)(i + 1), statedNs: 0);
        }

        Assert.False(even.IsSteady);
    }

    [Fact]
    public void Another_display_is_learned_and_the_old_phase_forgotten()
    {
        var model = new RefreshModel();
        for (var i = 0; i < 20; i++)
        {
            model.Add(Start + (i * 16_666_667L), (ulong)(i + 1000), -1);
        }

        var moved = Start + (20 * 16_666_667L);
        for (var i = 0; i < 20; i++)
        {
            model.Add(moved + (i * 6_944_444L), (ulong)(i + 5), -1);
        }

        Assert.True(model.IsSteady);
        Assert.InRange(model.PeriodNs, 6_940_000, 6_950_000);
    }

    [Fact]
    public void What_is_old_is_not_relied_on()
    {
        var model = new RefreshModel();
        for (var i = 0; i < 20; i++)
        {
            model.Add(Start + (i * 10_000_000L), (ulong)(i + 1), -1);
        }

        Assert.True(model.IsSteadyAt(model.LatestNs + RefreshModel.FreshNs - 1));
        Assert.False(model.IsSteadyAt(model.LatestNs + RefreshModel.FreshNs));
        model.Add(Start + 5_000_000_123, 501, -1);
        Assert.False(model.IsSteady);
        Assert.Equal(10_000_000, model.PeriodNs);
    }

    [Fact]
    public void Nonsense_is_survived()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var model = new RefreshModel();
            for (var i = 0; i < 40; i++)
            {
                var time = random.Next(4) switch { 0 => random.NextInt64(), 1 => Start, 2 => Start + random.Next(), _ => -random.Next() };
                var sequence = random.Next(3) switch { 0 => 0ul, 1 => (ulong)random.NextInt64(), _ => (ulong)i };
                model.Add(time, sequence, random.Next(3) switch { 0 => -1, 1 => random.NextInt64(), _ => 16_666_667 });
                Assert.True(model.PeriodNs == 0 || model.PeriodNs is >= RefreshModel.ShortestNs and <= RefreshModel.LongestNs);
            }

            Assert.True(model.PeriodNs == 0 || model.NextAfter(Start) > Start);
        }
    }
}
