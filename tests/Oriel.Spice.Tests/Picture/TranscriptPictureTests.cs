using System.Security.Cryptography;
using Oriel.Spice.Picture;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Picture;

/// <summary>What real servers sent, drawn, and compared with what was on the real screens. ORIEL_GALLERY names a folder to look at the pictures.</summary>
public sealed class TranscriptPictureTests
{
    public static TheoryData<string> DisplayTranscripts => [.. Transcript.Names.Where(n => n.StartsWith("display-", StringComparison.Ordinal))];

    [Theory]
    [InlineData("display-vga-off", 720, 400)]
    [InlineData("display-modeset", 640, 480)]
    [InlineData("display-fill-copybits", 1024, 768)]
    [InlineData("display-stream", 1024, 768)]
    public void Replays_to_a_picture(string name, int width, int height)
    {
        var picture = Replay(name).See();
        Assert.NotNull(picture);
        Assert.Equal((width, height), (picture.Width, picture.Height));
        Show(name, picture);
    }

    [Fact]
    public void Asks_for_raw_bitmaps_before_it_begins()
    {
        var recorded = Transcript.Load("display-vga-off").Channel("display").Where(u => !u.FromServer && !u.IsLink && u.Type is 101 or 103).ToList();
        var rig = new PictureRig();
        Assert.Equal([103, 101], rig.Sender.Sent.Select(s => (int)s.Type));
        Assert.Equal(recorded[0].Body.ToArray(), rig.Sender.Sent[0].Body);
        Assert.Equal(Convert.FromHexString("0000000000000000000000000000"), rig.Sender.Sent[1].Body);
        Assert.Equal([0x62u], rig.Channel.Capabilities);

        // A server that cannot be told is not told.
        Assert.Equal([101], new PictureRig(serverCapabilities: 0x02).Sender.Sent.Select(s => (int)s.Type));
    }

    [Fact]
    public void The_text_cursor_of_a_real_firmware_blinks_where_it_did()
    {
        // 9x2 pixels at (0, 157), first lit (A8A8A8), then dark, ...; hand-read from the bytes of units 18 to 22.
        var rig = new PictureRig();
        var lit = new List<bool>();
        foreach (var unit in Transcript.Load("display-vga-off").ServerMessages("display").Where(u => u.Type >= 101))
        {
            rig.Send(unit.Type, unit.Body.ToArray());
            if (unit.Bytes.Length == 171)
            {
                var (isEverything, rects) = rig.TakeDamage();
                Assert.False(isEverything && lit.Count > 0);
                Assert.True(lit.Count == 0 || rects.SequenceEqual([new PictureRect(0, 157, 9, 2)]));
                var picture = rig.See()!;
                var colors = Enumerable.Range(0, 18).Select(i => picture[i % 9, 157 + (i / 9)]).Distinct().ToList();
                Assert.Single(colors);
                lit.Add(colors[0] == 0xA8A8A8);
                Assert.True(colors[0] is 0xA8A8A8 or 0);
            }
        }

        Assert.Equal(5, lit.Count);
        Assert.Equal(2, lit.Distinct().Count());
    }

    [Fact]
    public void Compressed_updates_give_the_same_cursor()
    {
        var rig = PictureRig.WithScreen(720, 400, color: 0x123456);
        var seen = new List<int>();
        foreach (var unit in Transcript.Load("display-vga-lz4").ServerMessages("display").Where(u => u.Type == 304 && u.IsComplete))
        {
            rig.Send(unit.Type, unit.Body.ToArray());
            var picture = rig.See()!;
            Assert.Single(Enumerable.Range(0, 18).Select(i => picture[i % 9, 159 - 2 + (i / 9)]).Distinct());
            Assert.Equal(0x123456, picture[9, 157]);
            Assert.Equal(0x123456, picture[0, 159]);
            seen.Add(picture[0, 157]);
        }

        Assert.Equal([0, 0xA8A8A8, 0], seen);
    }

    [Fact]
    public void Fill_and_copy_of_a_real_X_server()
    {
        // Without the two pictures between, of which the file keeps only the edges.
        var rig = Replay("display-fill-copybits", except: [19, 20]);
        var picture = rig.See()!;
        // DRAW_FILL 0x48D158 in (63, 60) to (113, 100), the last drawing; COPY_BITS before it copied from (60, 60) to (170, 140), and with it an older fill of 0x369D02 at (62, 60).
        Assert.Equal(0x48D158, picture[63, 60]);
        Assert.Equal(0x48D158, picture[112, 99]);
        Assert.NotEqual(0x48D158, picture[113, 99]);
        Assert.Equal(0x369D02, picture[172, 142]);
        Assert.NotEqual(0x369D02, picture[171, 142]);
        Assert.Equal(0x369D02, picture[221, 179]);
        Assert.NotEqual(0x369D02, picture[222, 179]);
        Assert.NotEqual(0x369D02, picture[221, 180]);
    }

    [Fact]
    public void Video_of_a_real_server_is_decoded()
    {
        var rig = Replay("display-stream");
        var picture = rig.See()!.Crop(50, 50, 320, 240);
        Show("display-stream-video", picture);
        // As libjpeg decodes the same data ("djpeg -dct int -nosmooth"), byte for byte.
        Assert.Equal("75fa8a23367e26ea20c37c5ea2b8be18509e64792d88b4e964333d925f699043", Convert.ToHexStringLower(SHA256.HashData(picture.Rgb)));
    }

    [Theory]
    [InlineData("display-vga-quic", "Quic")]
    [InlineData("display-vga-lz", "LzRgb")]
    [InlineData("display-vga-default", "LzRgb")]
    [InlineData("display-qxl-unix", "Quic")]
    public void What_cannot_be_decoded_ends_the_channel_and_says_what(string name, string what)
    {
        var failure = Assert.Throws<SpiceException>(() => Replay(name));
        Assert.Equal(SpiceFailure.Protocol, failure.Failure);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_mode_never_shows_a_half_made_picture()
    {
        var rig = new PictureRig();
        var sizes = new List<(int, int)>();
        foreach (var unit in Transcript.Load("display-modeset").ServerMessages("display").Where(u => u.Type >= 101))
        {
            rig.Send(unit.Type, unit.Body.ToArray());
            var picture = rig.See();
            if (picture is not null && (sizes.Count == 0 || sizes[^1] != (picture.Width, picture.Height)))
            {
                sizes.Add((picture.Width, picture.Height));
            }
        }

        // The modes in between were never drawn on, and gone within the patience of 150 ms: the old picture stood. The last one, whose drawings the file left out, comes by patience.
        Assert.Equal([(720, 400)], sizes);
        Assert.True(rig.Channel.Screen.NextChange > TimeSpan.Zero);
        rig.Clock.Advance(TimeSpan.FromMilliseconds(151));
        Assert.Equal(640, rig.See()!.Width);
        Assert.Null(rig.Channel.Screen.NextChange);
    }

    [Theory]
    [MemberData(nameof(DisplayTranscripts))]
    public void Mutated_transcripts_end_the_channel_or_draw_something(string name)
    {
        var messages = Transcript.Load(name).ServerMessages("display");
        var started = System.Diagnostics.Stopwatch.StartNew();
        HandlerFuzz.Run(() => new DisplayChannel(), messages, rounds: 60, after: handler => ((DisplayChannel)handler).Screen.Read(0, static (in _, _) => true));
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"60 rounds took {started.Elapsed}");
    }

    private static PictureRig Replay(string name, params int[] except)
    {
        var rig = new PictureRig();
        foreach (var unit in Transcript.Load(name).ServerMessages("display").Where(u => u.Type >= 101 && !except.Contains(u.Number)))
        {
            rig.Send(unit.Type, unit.Body.ToArray());
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        return rig;
    }

    private static void Show(string name, RgbImage picture)
    {
        if (Environment.GetEnvironmentVariable("ORIEL_GALLERY") is { Length: > 0 } folder)
        {
            picture.SavePng(Path.Combine(folder, $"spice-{name}.png"));
        }
    }
}
