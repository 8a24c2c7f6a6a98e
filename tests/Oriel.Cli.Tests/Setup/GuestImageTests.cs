using Oriel.Host.Setup.Guest;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Setup;

/// <summary>The image for the guest holds the files it was made from, and a first page.</summary>
public sealed class GuestImageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("xorriso")]
    [InlineData("genisoimage")]
    public void What_is_on_it_is_what_it_was_made_from(string program)
    {
        Assert.SkipUnless(TestProcess.IsInstalled(program), $"{program} is not installed (package {program})");
        Assert.SkipUnless(TestProcess.IsInstalled("xorriso"), "xorriso, which reads the image back, is not installed (package xorriso)");
        var from = Guest("windows/oriel-agent.exe", "windows/install.ps1", "windows/deep/er/data = 1.bin", "linux/oriel-agent", "linux/oriel-agent.service");
        var tools = Directory.CreateDirectory(_folder.File("tools")).FullName;
        File.CreateSymbolicLink(Path.Combine(tools, program), $"/usr/bin/{program}");
        var image = _folder.File("out/guest, 1.iso");

        // Only this program in the path, and none where administrators' programs lie that comes before it.
        if (program == "xorriso")
        {
            Assert.Equal(["windows", "linux"], GuestImage.Make(image, from, "/none", tools));
        }
        else
        {
            TestProcess.Run(Executables.Oriel, ["setup", "--guest-iso", image, "--from", from], limit: TimeSpan.FromSeconds(60));
        }

        var back = _folder.File("back");
        TestProcess.Run("xorriso", ["-osirrox", "on", "-indev", image, "-extract", "/", back], limit: TimeSpan.FromSeconds(60));
        var files = Files(from);
        Assert.Equal(files.Append("README.TXT").Order(StringComparer.Ordinal), Files(back).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(from, file)), File.ReadAllBytes(Path.Combine(back, file))));
        var readme = File.ReadAllText(Path.Combine(back, "README.TXT"));
        Assert.Contains("install.ps1\r\n", readme, StringComparison.Ordinal);
        Assert.Contains("systemctl --user enable --now oriel-agent\r\n", readme, StringComparison.Ordinal);
        Assert.DoesNotContain(Files(back), file => file.Equals("autorun.inf", StringComparison.OrdinalIgnoreCase));
        Assert.Equal([image], Directory.EnumerateFiles(_folder.File("out")));
        if (TestProcess.IsInstalled("isoinfo"))
        {
            // Windows reads the names of Joliet.
            Assert.Contains("/windows/deep/er/data = 1.bin", TestProcess.Run("isoinfo", ["-J", "-f", "-i", image]), StringComparison.Ordinal);
            Assert.Contains("Volume id: ORIEL", TestProcess.Run("isoinfo", ["-d", "-i", image]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var image = _folder.File("guest.iso");
        Assert.Contains("are in none of", Refusal(null, null), StringComparison.Ordinal);
        Assert.Contains("no folder", Refusal(_folder.File("nowhere"), null), StringComparison.Ordinal);
        Assert.Contains("neither windows/ nor linux/", Refusal(Directory.CreateDirectory(_folder.File("empty")).FullName, null), StringComparison.Ordinal);
        Assert.Contains("has no oriel-agent.exe", Refusal(Guest("windows/readme.txt"), null), StringComparison.Ordinal);
        Assert.False(File.Exists(image));

        string Refusal(string? from, string? path)
        {
            var error = Assert.Throws<OrielException>(() => GuestImage.Make(image, from, _folder.File("program"), path));
            Assert.Equal("ORL828", error.Code.Id);
            return error.Seen;
        }
    }

    [Fact]
    public void Without_room_or_right_nothing_stays_behind()
    {
        Assert.SkipUnless(GuestImage.Program(Environment.GetEnvironmentVariable("PATH")) is not null, "neither xorriso nor genisoimage is installed");
        var from = Guest("linux/oriel-agent");
        File.WriteAllText(_folder.File("file"), "");
        Assert.StartsWith("ORL82", Assert.Throws<OrielException>(() => GuestImage.Make(_folder.File("file/guest.iso"), from, "/none", null)).Code.Id, StringComparison.Ordinal);
    }

    private static List<string> Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];

    private string Guest(params string[] files)
    {
        var from = Directory.CreateTempSubdirectory("oriel=guest-").FullName;
        Directory.Move(from, _folder.File(Path.GetFileName(from)));
        from = _folder.File(Path.GetFileName(from));
        var random = new Random(3);
        foreach (var file in files)
        {
            var path = Path.Combine(from, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var bytes = new byte[random.Next(1, 70_000)];
            random.NextBytes(bytes);
            File.WriteAllBytes(path, bytes);
        }

        return from;
    }
}
