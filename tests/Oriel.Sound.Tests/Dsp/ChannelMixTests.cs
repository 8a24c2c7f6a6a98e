using Oriel.Sound.Dsp;

namespace Oriel.Sound.Tests.Dsp;

/// <summary>Channels of a stream on the channels of a device.</summary>
public sealed class ChannelMixTests
{
    [Fact]
    public void No_combination_clips_loses_a_side_or_swaps_them()
    {
        for (var source = 1; source <= 8; source++)
        {
            for (var target = 1; target <= 8; target++)
            {
                var matrix = ChannelMix.Matrix(source, target);
                Assert.Equal(source * target, matrix.Length);
                Assert.All(matrix, gain => Assert.InRange(gain, 0, 1));
                for (var to = 0; to < target; to++)
                {
                    Assert.InRange(matrix.AsSpan(to * source, source).ToArray().Sum(), 0, 1.0001f);
                }

                // The first two channels are left and right wherever there are two.
                if (source > 1)
                {
                    Assert.True(matrix[0] > 0, $"{source} → {target}: left is lost");
                    Assert.True(target == 1 ? matrix[1] > 0 : matrix[1] == 0 && matrix[source] == 0, $"{source} → {target}: sides mix");
                    Assert.True(target == 1 || matrix[source + 1] > 0, $"{source} → {target}: right is lost");
                }
            }
        }
    }

    [Fact]
    public void Equal_numbers_pass_unchanged()
    {
        for (var count = 1; count <= 8; count++)
        {
            var matrix = ChannelMix.Matrix(count, count);
            for (var i = 0; i < matrix.Length; i++)
            {
                Assert.Equal(i % (count + 1) == 0 ? 1f : 0f, matrix[i]);
            }
        }
    }

    [Fact]
    public void Five_and_one_are_heard_on_two()
    {
        // Left, right, centre, low, back left, back right on a stereo pair: 1, 0, 0.71, 0, 0.71, 0, scaled by their sum.
        var matrix = ChannelMix.Matrix(6, 2);
        float[] wanted = [1, 0, 0.7071f, 0, 0.7071f, 0];
        var sum = wanted.Sum();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(wanted[i] / sum, matrix[i], 3);
        }
    }

    [Fact]
    public void Mono_is_heard_at_full_level_on_both_sides() => Assert.Equal([1f, 1f], ChannelMix.Matrix(1, 2));
}
