using Oriel.Protocol.Kvmfr;

namespace Oriel.Display.Tests.Pixels;

/// <summary>Every kind of frame, at 1:1, against the reference: 8 bits and 10 bits exactly, the tone-mapped ones within one step.</summary>
public sealed class FormatTests
{
    public static TheoryData<FrameType, int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<FrameType, int, int, bool>();
            foreach (var type in Enum.GetValues<FrameType>().Where(t => t != FrameType.Invalid))
            {
                foreach (var (width, height) in new[] { (64, 48), (65, 33), (66, 1), (67, 5), (1, 7), (1366, 3) })
                {
                    cases.Add(type, width, height, true);
                    cases.Add(type, width, height, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_frame_appears_as_it_was_rendered(FrameType type, int width, int height, bool mapped)
    {
        using var loop = new OffscreenLoop(mapped: mapped);
        var guest = new GuestPicture(type, width, height);
        // Twice: the first upload comes from plain memory, later ones from mapped buffers where they are allowed.
        for (var round = 0; round < 5; round++)
        {
            Assert.True(loop.Feed.Send(guest.ChangeEverything()));
            var tolerance = type == FrameType.Rgba16F ? 1 : 0;
            PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture(), tolerance);
        }
    }

    [Fact]
    public void Ten_bits_with_the_PQ_curve_are_tone_mapped()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Rgba10, 64, 64) { Flags = FrameFlags.Hdr | FrameFlags.HdrPq };
        loop.Feed.Send(guest.ChangeEverything());
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), loop.Capture(), tolerance: 1);
    }

    [Fact]
    public void Half_floats_that_are_no_numbers_do_no_harm()
    {
        using var loop = new OffscreenLoop();
        var guest = new GuestPicture(FrameType.Rgba16F, 8, 4);
        guest.ChangeEverything();
        // NaN, infinity, minus infinity, minus one, the largest half
        guest.SetPixel(0, 0, [0x00, 0x7E, 0x00, 0x7E, 0x00, 0x7E, 0, 0]);
        guest.SetPixel(1, 0, [0x00, 0x7C, 0x00, 0x00, 0x00, 0x00, 0, 0]);
        guest.SetPixel(2, 0, [0x00, 0xFC, 0x00, 0x3C, 0x00, 0xBC, 0, 0]);
        guest.SetPixel(3, 0, [0xFF, 0x7B, 0xFF, 0x7B, 0xFF, 0x7B, 0, 0]);
        loop.Feed.Send(guest);
        var seen = loop.Capture();
        PictureAssert.Same(ReferenceRenderer.Render(guest, new ViewSettings()), seen, tolerance: 1);
        Assert.Equal(0x000000, seen[0, 0]);
        Assert.Equal(0xFFFFFF, seen[3, 0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rows_that_never_arrived_are_black(bool mapped)
    {
        using var loop = new OffscreenLoop(mapped: mapped);
        var guest = new GuestPicture(FrameType.Bgra, 40, 400) { RowsPresent = 300 };
        loop.Feed.Send(guest.ChangeEverything());
        var expected = ReferenceRenderer.Render(guest, new ViewSettings());
        var seen = loop.Capture();
        Assert.Equal((40, 400), (seen.Width, seen.Height));
        PictureAssert.Same(expected.Crop(0, 0, 40, 300), seen.Crop(0, 0, 40, 300));
        Assert.Equal(0, seen[39, 399]);
    }
}
