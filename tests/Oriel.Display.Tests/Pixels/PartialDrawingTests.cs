using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Drawing only what changed must look as if everything had been drawn: each partial picture is compared with a whole drawing of the same state.</summary>
public sealed class PartialDrawingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ScaleMode.Fit, ScaleFilter.Auto)]
    [InlineData(ScaleMode.Fit, ScaleFilter.Linear)]
    [InlineData(ScaleMode.Stretch, ScaleFilter.Linear)]
    [InlineData(ScaleMode.Stretch, ScaleFilter.Nearest)]
    [InlineData(ScaleMode.Integer, ScaleFilter.Auto)]
    [InlineData(ScaleMode.OneToOne, ScaleFilter.Auto)]
    public void A_part_drawn_is_the_whole_drawn(ScaleMode scale, ScaleFilter filter)
    {
        var random = new Random(((int)scale * 10) + (int)filter);
        var partial = 0;
        foreach (var rotation in Enum.GetValues<FrameRotation>())
        {
            var presented = 0;
            CapturedPicture? last = null;
            using var loop = new OffscreenLoop(new ViewSettings { Scale = scale, Filter = filter, Rotation = rotation }, configure: l => l.PicturePresented = p =>
            {
                Volatile.Write(ref last, p);
                Volatile.Write(ref presented, presented + 1);
            });
            var guest = new GuestPicture(FrameType.Bgra, 203, 117, seed: (int)rotation);
            loop.Feed.Send(guest.ChangeEverything());
            loop.Loop.Resize(random.Next(40, 500), random.Next(40, 400));
            loop.Capture();
            var wasVisible = false;
            for (var i = 0; i < 16; i++)
            {
                // One thing at a time: each is one drawing.
                var before = Volatile.Read(ref presented);
                var isDrawn = true;
                if (i % 3 == 1)
                {
                    var isVisible = random.Next(4) != 0;
                    loop.SetCursor(new ReferenceCursor(CursorType.Color, random.Next(-20, 210), random.Next(-20, 120), 16, 16, 64, Noise(random, 16 * 64)), isVisible);
                    (isDrawn, wasVisible) = (isVisible || wasVisible, isVisible);
                }
                else
                {
                    Assert.True(loop.Feed.Send(guest.ChangeSome(random.Next(1, 3))));
                }

                if (isDrawn)
                {
                    Eventually.True(() => Volatile.Read(ref presented) > before, s_patience, "a drawing");
                    var part = Volatile.Read(ref last)!;
                    partial += loop.Loop.DrawnArea is null ? 0 : 1;
                    PictureAssert.Same(loop.Capture(), new RgbImage(part.Width, part.Height, part.Rgb));
                }
            }
        }

        Assert.True(partial > 30, $"only {partial} drawings were partial");
    }

    private static byte[] Noise(Random random, int bytes)
    {
        var data = new byte[bytes];
        random.NextBytes(data);
        return data;
    }
}
