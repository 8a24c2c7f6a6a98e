using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.EndToEnd.Tests;

/// <summary>A synthetic guest in this process whose picture stands still (or moves), for the window tests. Several may follow each other in one region.</summary>
internal sealed class WindowGuest : IDisposable
{
    private const double StandsStill = 0.001;
    private readonly Region _region;
    private readonly PatternProducer _pattern;

    /// <summary>Starts a session in an existing region.</summary>
    public WindowGuest(string path, uint width, uint height, double rateHz = StandsStill, uint firstFrame = 0, uint features = 0)
    {
        _region = Region.OpenFile(path, RegionAccess.ReadWrite);
        _pattern = new PatternProducer(
            _region,
            new ProducerOptions { ProducerText = "window test", Features = features },
            new PatternOptions { Pattern = new TestPattern(FrameType.Bgra, width, height, PatternDamage.Moving), RateHz = rateHz, FirstFrame = firstFrame });
        _pattern.Start();
    }

    /// <summary>Somebody looks.</summary>
    public bool IsWatched => _pattern.Producer.HasSubscribers;

    /// <summary>What the guest wishes of the desktop from its next frame on.</summary>
    public FrameFlags Wishes
    {
        get => _pattern.Wishes;
        set => _pattern.Wishes = value;
    }

    /// <summary>Frames published so far.</summary>
    public long Frames => _pattern.Statistics.Published;

    /// <summary>Messages of viewers carried out.</summary>
    public long ControlMessages => _pattern.Statistics.ControlMessages;

    /// <summary>Checks that a part of a screen is a frame of the pattern, every pixel as defined, each shown as a square of <paramref name="factor"/> pixels.</summary>
    public static PatternCheck Check(RgbImage screen, int x, int y, int width, int height, int factor = 1)
    {
        var part = screen.Crop(x, y, width * factor, height * factor);
        var rgb = new byte[width * height * 3];
        for (var row = 0; row < part.Height; row++)
        {
            for (var column = 0; column < part.Width; column++)
            {
                var from = ((row * part.Width) + column) * 3;
                var to = (((row / factor) * width) + (column / factor)) * 3;
                if (row % factor == 0 && column % factor == 0)
                {
                    part.Rgb.AsSpan(from, 3).CopyTo(rgb.AsSpan(to));
                }
                else if (!part.Rgb.AsSpan(from, 3).SequenceEqual(rgb.AsSpan(to, 3)))
                {
                    return default;
                }
            }
        }

        // Packed RGB is the pattern's Rgb24 storage, and all 8-bit types have the same colours.
        return new PatternVerifier().Verify(FrameType.Rgb24, (uint)width, (uint)height, (uint)height, rgb, (uint)width * 3);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pattern.Dispose();
        _region.Dispose();
    }
}
