using Oriel.Cli.Pictures;
using Oriel.Cli.Record;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Record;

/// <summary>The pure parts of recording: command lines, targets, what is read of ffmpeg and of the kernel's tables. Hardware encoders and loop-back devices are tested here only.</summary>
public sealed class RecordPartsTests
{
    private static readonly PictureStreamFormat s_sdr = new(1920, 1080, false, false, 60, null);

    [Fact]
    public void Encoders_and_versions_are_read()
    {
        var encoders = FfmpegProgram.ReadEncoders("Encoders:\n V..... = Video\n ------\n V....D libx264              libx264 H.264 (codec h264)\n A....D aac   AAC\n");
        Assert.Equal(["aac", "libx264"], encoders.Order());
        Assert.True(FfmpegProgram.ReadsFrameRateMode("ffmpeg version 5.1.9-0+deb12u1 Copyright"));
        Assert.True(FfmpegProgram.ReadsFrameRateMode("ffmpeg version n7.1 Copyright"));
        Assert.True(FfmpegProgram.ReadsFrameRateMode("ffmpeg version N-113000-g0123456789 Copyright"));
        Assert.False(FfmpegProgram.ReadsFrameRateMode("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright"));
        Assert.False(FfmpegProgram.ReadsFrameRateMode("ffmpeg version 5.0.1 Copyright"));
    }

    [Fact]
    public void Each_family_of_encoders_is_driven_its_own_way()
    {
        Assert.Equal("-vaapi_device /dev/dri/renderD128 -c:v h264_vaapi -rc_mode CQP -qp 20 -vf scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=nv12,hwupload",
            Line(Encoder.Named("h264_vaapi"), s_sdr)[..Line(Encoder.Named("h264_vaapi"), s_sdr).IndexOf(" -color_primaries", StringComparison.Ordinal)]);
        Assert.Contains("-c:v hevc_nvenc -preset p4 -rc vbr -cq 20 -b:v 0", Line(Encoder.Named("hevc_nvenc"), s_sdr), StringComparison.Ordinal);
        Assert.Contains("format=p010le", Line(Encoder.Named("hevc_qsv"), s_sdr with { IsPlanar = true, IsHdr = true }), StringComparison.Ordinal);
        Assert.Contains("-b:v 12441600", Line(Encoder.Named("h264_v4l2m2m"), s_sdr), StringComparison.Ordinal);
        Assert.Contains("pad=ceil(iw/2)*2:ceil(ih/2)*2,scale", Line(Encoder.Named("libx264"), s_sdr with { Width = 1919 }), StringComparison.Ordinal);
        Assert.Contains("hdr10=1", Line(Encoder.Named("libx265"), s_sdr with { IsPlanar = true, IsHdr = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("-vf", Line(Encoder.Named("ffv1"), s_sdr), StringComparison.Ordinal);
        Assert.Equal(["libx264rgb", "ffv1"], Encoder.For("lossless", isDeep: false).Select(encoder => encoder.Name));
        Assert.Equal("hevc_nvenc", Encoder.For("auto", isDeep: true)[0].Name);
        Assert.Equal(EncoderKind.Other, Encoder.For("mpeg4", isDeep: false).Single().Kind);

        static string Line(Encoder encoder, PictureStreamFormat pictures) => string.Join(' ', encoder.Arguments(pictures, 20, "/dev/dri/renderD128"));
    }

    [Fact]
    public void A_loop_back_device_gets_pictures_as_cameras_have_them()
    {
        Assert.True(RecordTarget.TryParseLive("/dev/video10", out var device));
        var line = FfmpegArguments.Make(new RecordPlan(device!, s_sdr, null, null, 20, 30), hasFrameRateMode: true, "", _ => true);
        Assert.EndsWith("-vf scale=out_color_matrix=bt709:out_range=tv,format=yuv420p -c:v rawvideo -fps_mode passthrough -f v4l2 /dev/video10", string.Join(' ', line), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipewire", "oriel")]
    [InlineData("pipewire:win-11", "win-11")]
    [InlineData("/dev/video0", "/dev/video0")]
    [InlineData("pipewire:", null)]
    [InlineData("pipewire:a b", null)]
    [InlineData("pipewire:a,node.x=y", null)]
    [InlineData("/dev/video", null)]
    [InlineData("/dev/video0/../sda", null)]
    [InlineData("/dev/sda", null)]
    public void Cameras_are_named(string text, string? name) => Assert.Equal(name, RecordTarget.TryParseLive(text, out var target) ? target!.Name : null);

    [Fact]
    public void A_file_name_is_never_taken_for_a_protocol()
    {
        var plan = new RecordPlan(RecordTarget.ForFile("tcp:a.MP4", null), s_sdr, RecordedSound.Format, Encoder.Named("libx265"), 20, 0);
        var line = string.Join(' ', FfmpegArguments.Make(plan, hasFrameRateMode: false, "", _ => false));
        Assert.Contains("-vsync passthrough -enc_time_base 1:90000 -map 0:a:0 -af aresample=async=1:first_pts=0 -c:a aac", line, StringComparison.Ordinal);
        Assert.EndsWith("-movflags +faststart -tag:v hvc1 -f mp4 file:tcp:a.MP4", line, StringComparison.Ordinal);
        Assert.Equal("matroska", RecordTarget.ForFile("-", null).Container);
    }

    [Fact]
    public void Other_clients_are_seen_in_the_kernels_tables()
    {
        const string Head = "  sl  local_address rem_address   st tx_queue\n";
        Assert.True(Tcp("   1: 0100007F:170C 0100007F:D2F0 01 00000000:00000000 00:00000000"));
        Assert.False(Tcp("   0: 0100007F:170C 00000000:0000 0A 00000000:00000000 00:00000000"), "a server that only listens");
        Assert.False(Tcp("   1: 0100007F:D2F0 0100007F:170D 01 00000000:00000000 00:00000000"), "another port");
        Assert.Null(SpiceClients.IsConnected(new SpiceOptions { Host = "192.0.2.1" }, _ => []));
        Assert.True(Unix("0000000000000000: 00000003 00000000 00000000 0001 03 12345 /run/vm/spice.sock"));
        Assert.False(Unix("0000000000000000: 00000002 00000000 00010000 0001 01 12344 /run/vm/spice.sock"));

        static bool? Tcp(string line) => SpiceClients.IsConnected(new SpiceOptions { Port = 5900 }, path => (Head + (path.EndsWith('6') ? "" : line)).Split('\n'));
        static bool? Unix(string line) => SpiceClients.IsConnected(new SpiceOptions { UnixPath = "/run/vm/spice.sock" }, _ => [line]);
    }

    [Theory]
    [InlineData(1920, 1080, 1280, 720, 0, 0, 1280, 720)]
    [InlineData(1280, 1024, 1920, 1080, 285, 0, 1350, 1080)]
    [InlineData(3440, 1440, 1920, 1080, 0, 138, 1920, 804)]
    public void Another_size_lies_between_bars(int width, int height, int toWidth, int toHeight, int x, int y, int w, int h) =>
        Assert.Equal((x, y, w, h), PictureFit.Place(width, height, toWidth, toHeight));

    [Fact]
    public void A_plain_picture_stays_plain_at_any_size()
    {
        byte[] from = [.. Enumerable.Repeat<byte[]>([10, 20, 30, 0], 12).SelectMany(pixel => pixel)];
        var to = new byte[8 * 6 * 4];
        PictureFit.Fit(from, 4, 3, to, 8, 6, 8);
        Assert.All(Enumerable.Range(0, 48), i => Assert.Equal([10, 20, 30, 0], to.AsSpan(4 * i, 4).ToArray()));
    }

    [Fact]
    public void Transfer_functions_agree_with_their_standards()
    {
        // SMPTE ST 2084: 100 cd/m2 is code 0.5081, 1000 is 0.7518; BT.2408 places 203 at 58 %.
        Assert.Equal(0.5081, ColorCurves.NitsToPq(100), 0.0001);
        Assert.Equal(0.7518, ColorCurves.NitsToPq(1000), 0.0001);
        Assert.Equal(0.5807, ColorCurves.NitsToPq(203), 0.0005);
        for (var i = 0; i < 1024; i++)
        {
            Assert.InRange((int)ColorCurves.NitsToPq10((float)ColorCurves.PqToNits(i / 1023.0)), i - 1, i + 1);
        }

        for (var i = 0; i < 256; i++)
        {
            Assert.Equal(i, ColorCurves.LightToSrgb8(ColorCurves.Srgb8ToLight[i]));
        }
    }
}
