namespace Oriel.Pack.Tests;

/// <summary>What is in the packages, and what others say of it.</summary>
public sealed class ContentTests
{
    [Theory]
    [InlineData("oriel", "amd64")]
    [InlineData("oriel-agent", "amd64")]
    [InlineData("oriel-guest", "all")]
    public void Paths_and_modes_are_what_was_agreed(string name, string architecture)
    {
        var text = PackageListing.Short(PackageListing.OfDeb(PackedPrograms.Deb(name, architecture)));
        var path = Path.Combine(Executables.SourceTree, "tests", "Oriel.Pack.Tests", "Contents", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("ORIEL_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }

    [Theory]
    [InlineData("oriel", "amd64")]
    [InlineData("oriel-agent", "amd64")]
    [InlineData("oriel-guest", "all")]
    public void The_deb_says_what_it_is_and_runs_nothing(string name, string architecture)
    {
        var deb = PackedPrograms.Deb(name, architecture);
        string Field(string field) => TestProcess.Run("dpkg-deb", ["--field", deb, field]).Trim();
        Assert.Equal(name, Field("Package"));
        Assert.Equal(PackedPrograms.Version, Field("Version"));
        Assert.Equal(architecture, Field("Architecture"));
        Assert.True(int.Parse(Field("Installed-Size"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(name == "oriel-guest", Field("Depends").Length == 0);
        // No scripts: nothing of ours runs as root when a package is installed.
        var control = TestProcess.Run("dpkg-deb", ["--ctrl-tarfile", deb], limit: TimeSpan.FromSeconds(20)).Length;
        Assert.True(control > 0);
        using var folder = new TempFolder();
        TestProcess.Run("dpkg-deb", ["--control", deb, folder.File("control")]);
        var parts = Directory.GetFiles(folder.File("control")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);
        Assert.Equal(name == "oriel-agent" ? ["conffiles", "control", "md5sums"] : ["control", "md5sums"], parts);
        if (name == "oriel-agent")
        {
            Assert.Equal("/etc/oriel/agent.ini\n", File.ReadAllText(folder.File("control/conffiles")));
        }
    }

    [Fact]
    public void Everything_the_viewer_needs_here_is_a_dependency()
    {
        // ./dev installs what the viewer needs in order to test it: the same list, by the same names.
        var list = File.ReadLines(Path.Combine(Executables.SourceTree, "dev")).First(line => line.StartsWith("viewer_packages=", StringComparison.Ordinal)).Split('"')[1].Split(' ');
        var deb = PackedPrograms.Deb("oriel");
        var named = TestProcess.Run("dpkg-deb", ["--field", deb, "Depends", "Recommends"]);
        Assert.All(list, package => Assert.Matches($@"[ |]{System.Text.RegularExpressions.Regex.Escape(package)}[ ,\n]", named + "\n"));
    }

    [Fact]
    public void The_desktop_entry_and_the_metadata_are_valid()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("desktop-file-validate") && TestProcess.IsInstalled("appstreamcli"), "desktop-file-validate or appstreamcli is not installed; nobody looked at the files");
        using var folder = Unpacked.Deb(PackedPrograms.Deb("oriel"));
        Assert.Equal("", TestProcess.Run("desktop-file-validate", [folder.File("usr/share/applications/oriel.desktop")]));
        // The project has no domain whose reversed name it could use.
        var verdict = TestProcess.Run("appstreamcli", ["validate", "--no-net", "--no-color", "--override=cid-desktopapp-is-not-rdns=info", folder.File("usr/share/metainfo/oriel.metainfo.xml")]);
        Assert.Contains("successful", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Icons_have_the_sizes_of_their_folders()
    {
        using var folder = Unpacked.Deb(PackedPrograms.Deb("oriel"));
        var icons = Directory.GetFiles(folder.File("usr/share/icons/hicolor"), "*.png", SearchOption.AllDirectories);
        Assert.True(icons.Length >= 6);
        foreach (var icon in icons)
        {
            var size = new DirectoryInfo(icon).Parent!.Parent!.Name;
            var header = File.ReadAllBytes(icon).AsSpan(16, 8);
            Assert.Equal(size, $"{System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(header)}x{System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(header[4..])}");
        }
    }

    [Theory]
    [InlineData("oriel", "amd64")]
    [InlineData("oriel-agent", "amd64")]
    [InlineData("oriel-guest", "all")]
    public void Lintian_has_no_complaint_that_is_not_answered(string name, string architecture)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("lintian"), "lintian is not installed (a package with a hundred dependencies, so ./dev does not install it); it was not asked");
        using var lintian = TestProcess.Start("lintian", ["--allow-root", "--fail-on", "error,warning", "--no-tag-display-limit", PackedPrograms.Deb(name, architecture)]);
        Assert.True(lintian.WaitForExit(TimeSpan.FromMinutes(3)) == 0, lintian.Output);
    }
}
