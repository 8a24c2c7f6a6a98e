using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Long sequences of partial frames must leave the same picture as whole ones.</summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData(FrameType.Bgra, true)]
    [InlineData(FrameType.Bgra, false)]
    [InlineData(FrameType.Rgba16F, true)]
    [InlineData(FrameType.Bgr32, true)]
    [InlineData(FrameType.Bgr32, false)]
    [InlineData(FrameType.Rgb24, true)]
    [InlineData(FrameType.Rgb24, false)]
    public void Five_hundred_partial_frames_end_in_the_right_picture(FrameType type, bool mapped)
    {
        using var loop = new OffscreenLoop(mapped: mapped);
        var guest = new GuestPicture(type, 203, 117, seed: (int)type);
        var random = new Random(42);
        Assert.True(loop.Feed.Send(guest.ChangeEverything()));
        for (var i = 1; i <= 500; i++)
        {
            Assert.True(loop.Feed.Send(guest.ChangeSome(random.Next(1, 12))));
            // Mostly the mailbox overwrites; now and then everything up to here must be in the picture.
            if (i % 25 == 0)
            {
                PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture(), type == FrameType.Rgba16F ? 1 : 0);
            }
        }

        Assert.Equal(0, loop.Feed.Refused);
    }

    [Fact]
    public void Formats_may_change_while_frames_flow()
    {
        foreach (var mapped in new[] { true, false })
        {
            using var loop = new OffscreenLoop(mapped: mapped);
            var random = new Random(7);
            var types = Enum.GetValues<FrameType>().Where(t => t != FrameType.Invalid).ToArray();
            for (var i = 0; i < 60; i++)
            {
                var guest = new GuestPicture(types[random.Next(types.Length)], random.Next(1, 300), random.Next(1, 200), i)
                {
                    Rotation = (FrameRotation)random.Next(4),
                };
                Assert.True(loop.Feed.Send(guest.ChangeEverything()));
                var more = random.Next(4);
                for (var j = 0; j < more; j++)
                {
                    Assert.True(loop.Feed.Send(guest.ChangeSome(3)));
                }

                if (i % 3 == 0)
                {
                    PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture(), guest.Type == FrameType.Rgba16F ? 1 : 0);
                }
            }
        }
    }
}
