using System.Buffers.Binary;
using System.Text;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>Screenshots of 10 and 16 bits, read back by the system's ffmpeg.</summary>
public sealed class DeepScreenshotTests
{
    private const int Width = 64;
    private const int Height = 48;

    [Theory]
    [InlineData("rgba10", true)]
    [InlineData("rgba10", false)]
    [InlineData("rgba16f", true)]
    public void What_the_guest_sent_is_kept(string format, bool isHdr)
    {
        Recordings.NeedFfmpeg();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, ["--size", $"{Width}x{Height}", "--rate", "20", "--format", format, "--cursor", "none", .. isHdr ? ["--hdr"] : Array.Empty<string>()]);
        var file = folder.File("a.png");
        TestProcess.Run(Executables.Oriel, ["screenshot", file, "--region", region.Path, "--no-cursor"], limit: Recordings.Patience);
        var png = File.ReadAllBytes(file);
        Assert.Equal((16, 2), (png[24], png[25]));
        Assert.Equal(isHdr ? "09100001" : null, Chunk(png, "cICP"));
        Assert.Equal(isHdr ? null : "00", Chunk(png, "sRGB"));

        var decoded = Recordings.Decode(file, "rgb48le", folder);
        Assert.Equal(Width * Height * 6, decoded.Length);
        var type = format == "rgba10" ? FrameType.Rgba10 : FrameType.Rgba16F;
        var pattern = new TestPattern(type, Width, Height, PatternDamage.Moving);
        var tag = ReadTag(decoded, pattern);
        var pixel = new byte[8];
        for (var i = 0; i < Width * Height; i++)
        {
            pattern.WritePixel(tag, (uint)i % Width, (uint)i / Width, pixel);
            var expected = type == FrameType.Rgba10 ? Ten(BinaryPrimitives.ReadUInt32LittleEndian(pixel)) : Half(pixel);
            for (var channel = 0; channel < 3; channel++)
            {
                Assert.InRange(BitConverter.ToUInt16(decoded, (6 * i) + (2 * channel)), expected[channel] - 1, expected[channel] + 1);
            }
        }

        TestProcess.Run(Executables.Oriel, ["screenshot", file, "--region", region.Path, "--sdr"], limit: Recordings.Patience);
        Assert.Equal(8, File.ReadAllBytes(file)[24]);
    }

    private static double[] Ten(uint word) => [Math.Round((word & 1023) * 65535 / 1023.0), Math.Round(((word >> 10) & 1023) * 65535 / 1023.0), Math.Round(((word >> 20) & 1023) * 65535 / 1023.0)];

    // scRGB to BT.2020 and PQ, from the standards' formulas.
    private static double[] Half(byte[] pixel)
    {
        double Nits(int channel) => 80 * (double)BitConverter.ToHalf(pixel, 2 * channel);
        var (r, g, b) = (Nits(0), Nits(1), Nits(2));
        return [Pq((0.627404 * r) + (0.329283 * g) + (0.043313 * b)), Pq((0.069097 * r) + (0.919540 * g) + (0.011362 * b)), Pq((0.016391 * r) + (0.088013 * g) + (0.895595 * b))];
    }

    private static double Pq(double nits)
    {
        var y = Math.Pow(Math.Max(0, nits) / 10000, 2610 / 16384.0);
        return 65535 * Math.Pow(((3424 / 4096.0) + (2413 / 128.0 * y)) / (1 + (2392 / 128.0 * y)), 2523 / 32.0);
    }

    // Cells are white or black in whatever the samples mean; white is far above the middle between both.
    private static uint ReadTag(byte[] rgb, TestPattern pattern)
    {
        var cell = (int)pattern.CellSize;
        bool IsWhite(int row, int column) => BitConverter.ToUInt16(rgb, (((((row * cell) + (cell / 2)) * Width) + (column * cell) + (cell / 2)) * 6) + 2) > 16384;
        uint frame = 0;
        for (var bit = 0; bit < 32; bit++)
        {
            frame |= IsWhite(bit / 8, bit % 8) ? 1u << bit : 0;
        }

        return frame;
    }

    private static string? Chunk(byte[] png, string name)
    {
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (Encoding.ASCII.GetString(png, at + 4, 4) == name)
            {
                return Convert.ToHexString(png.AsSpan(at + 8, length));
            }

            at += 12 + length;
        }

        return null;
    }
}
