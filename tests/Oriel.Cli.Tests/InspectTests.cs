using System.Text.Json;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary><c>oriel inspect</c>, the program itself, against the test vectors.</summary>
public sealed class InspectTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => [.. Vectors.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_of_every_image_equals_its_sidecar_and_the_file_stays_as_it_was(string name)
    {
        using var folder = new TempFolder();
        var path = folder.File("image.bin");
        Vectors.WriteImage(name, path);
        var written = File.GetLastWriteTimeUtc(path);

        using var actual = JsonDocument.Parse(Inspect(0, "--json", path));
        using var expected = Vectors.Expected(name);
        Assert.Empty(VectorComparison.Differences(expected.RootElement, actual.RootElement));
        Assert.Equal(Vectors.Image(name), File.ReadAllBytes(path));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void Compressed_copy_reads_like_the_image()
    {
        using var actual = JsonDocument.Parse(Inspect(0, Path.Combine(Vectors.Folder, "p34-idd-idd.bin.gz"), "--json"));
        using var expected = Vectors.Expected("p34-idd-idd");
        Assert.Empty(VectorComparison.Differences(expected.RootElement, actual.RootElement));
    }

    [Fact]
    public void Text_names_what_a_person_looks_for()
    {
        var text = Inspect(0, Path.Combine(Vectors.Folder, "p34-idd-idd.bin.gz"));
        Assert.Contains("session 383100999, LGMP 12 (layout v12), KVMFR 34", text, StringComparison.Ordinal);
        Assert.Contains("Windows 11 Test (Windows)", text, StringComparison.Ordinal);
        Assert.Contains("frame 2, format 2: 200 x 150 Bgr32, pitch 768, rotation 0", text, StringComparison.Ordinal);
        Assert.Contains("crc32 7eb4cd6f", text, StringComparison.Ordinal);
        Assert.Contains("set cursor position 123, -45 from 1", text, StringComparison.Ordinal);
        Assert.Contains("window size 1280 x 720", text, StringComparison.Ordinal);
        Assert.Contains("colour transform flags 0x1, scalar 0.5", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Theory]
    [InlineData("magic-zero", 4, "no-producer", null)]
    [InlineData("numQueues-huge", 4, "session-refused", "QueueCount")]
    [InlineData("udataSize-short", 4, "session-refused", "UserDataSize")]
    [InlineData("kvmfr-magic-bad", 4, "session-refused", "KvmfrMagic")]
    public void Image_without_a_readable_session(string mutation, int status, string state, string? code)
    {
        using var folder = new TempFolder();
        var path = Write(folder, mutation);
        using var json = JsonDocument.Parse(Inspect(status, path, "--json"));
        Assert.Equal(state, json.RootElement.GetProperty("state").GetString());
        Assert.Equal(code, json.RootElement.TryGetProperty("refused", out var refused) ? refused.GetProperty("code").GetString() : null);
        Assert.NotEmpty(Inspect(status, path));
    }

    [Theory]
    [InlineData("frame-type-unknown", "FrameType", "saw 99")]
    [InlineData("payload-offset-size-wrap", "PayloadRange", "refused")]
    [InlineData("cursor-pitch-below-row", "CursorPitch", "saw 8")]
    [InlineData("ring-size-zero", "RingSize", "saw 0")]
    public void Refused_parts_are_there_with_their_reason(string mutation, string code, string text)
    {
        using var folder = new TempFolder();
        var path = Write(folder, mutation);
        Assert.Contains($"\"code\": \"{code}\"", Inspect(0, path, "--json"), StringComparison.Ordinal);
        var human = Inspect(0, path);
        Assert.Contains($"refused: {code}", human, StringComparison.Ordinal);
        Assert.Contains(text, human, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_version_has_its_own_status_and_says_who_wrote_it()
    {
        using var folder = new TempFolder();
        var image = Vectors.Image("p20-live");
        image[4] = 77;
        var path = folder.File("image.bin");
        File.WriteAllBytes(path, image);
        var text = Inspect(5, path);
        Assert.Contains("LGMP 77, KVMFR 20", text, StringComparison.Ordinal);
        Assert.Contains("TV-p20", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_a_guest_cannot_steer_the_terminal()
    {
        using var folder = new TempFolder();
        var image = Vectors.Image("p20-live");
        "\u001b[2J\u0007evil"u8.CopyTo(image.AsSpan(5756 + 12));
        var path = folder.File("image.bin");
        File.WriteAllBytes(path, image);
        Assert.DoesNotContain(Inspect(0, path), c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Session_only_leaves_messages_and_checksums_out()
    {
        using var json = JsonDocument.Parse(Inspect(0, Path.Combine(Vectors.Folder, "p20-live.bin.gz"), "--json", "--session-only"));
        Assert.False(json.RootElement.TryGetProperty("pending", out _));
        Assert.False(json.RootElement.TryGetProperty("imageSha256", out _));
        Assert.Equal(2, json.RootElement.GetProperty("queues").GetArrayLength());
    }

    [Fact]
    public void What_cannot_be_opened_is_an_error_with_a_code()
    {
        using var folder = new TempFolder();
        Assert.Contains("ORL101", Inspect(3, folder.File("missing.bin")), StringComparison.Ordinal);
        Assert.Contains("ORL101", Inspect(3, folder.File("missing.bin.gz")), StringComparison.Ordinal);
        Assert.Contains("ORL103", Inspect(3, folder.Path), StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("empty.bin"), []);
        Assert.Contains("ORL104", Inspect(3, folder.File("empty.bin")), StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("plain.gz"), new byte[100]);
        Assert.Contains("ORL103", Inspect(3, folder.File("plain.gz")), StringComparison.Ordinal);
    }

    [Fact]
    public void Small_files_are_answered()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("small.bin"), [0x4C, 0x47, 0x4D, 0x50, 6]);
        Assert.Contains("no producer", Inspect(4, folder.File("small.bin")), StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("cut.bin"), Vectors.Image("p20-live").AsSpan(0, 1000).ToArray());
        Assert.Contains("RegionTooSmall", Inspect(4, folder.File("cut.bin")), StringComparison.Ordinal);
    }

    [Fact]
    public void Misunderstood_command_lines_have_the_usage_status()
    {
        Inspect(2);
        Assert.Contains("unknown option --jsn", Inspect(2, "--jsn"), StringComparison.Ordinal);
        Assert.Contains("Examples:", Inspect(0, "--help"), StringComparison.Ordinal);
    }

    private static string Write(TempFolder folder, string mutation)
    {
        var path = folder.File("image.bin");
        File.WriteAllBytes(path, Vectors.Mutation("p20-live", mutation).Image());
        return path;
    }

    private static string Inspect(int status, params string[] arguments)
    {
        using var oriel = TestProcess.Start(Executables.Oriel, ["inspect", .. arguments]);
        var actual = oriel.WaitForExit(s_limit);
        Assert.True(actual == status, $"expected status {status}, was {actual}:\n{oriel.Output}");
        return oriel.Output;
    }
}
