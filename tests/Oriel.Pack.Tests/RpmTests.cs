namespace Oriel.Pack.Tests;

/// <summary>The .rpm packages: the same files as the .deb, and metadata that the distributions with rpm understand.</summary>
public sealed class RpmTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("oriel", "amd64", "x86_64")]
    [InlineData("oriel-agent", "amd64", "x86_64")]
    [InlineData("oriel-guest", "all", "noarch")]
    public void Its_files_are_those_of_the_deb(string name, string debArchitecture, string rpmArchitecture)
    {
        using var deb = Unpacked.Deb(PackedPrograms.Deb(name, debArchitecture));
        using var rpm = Unpacked.Rpm(PackedPrograms.Rpm(name, rpmArchitecture));
        // Two things are Debian's: where zsh looks, and answers to lintian. A folder that holds nothing else is in no rpm.
        if (Directory.Exists(deb.File("usr/share/lintian")))
        {
            Directory.Delete(deb.File("usr/share/lintian"), recursive: true);
        }

        if (Directory.Exists(deb.File("usr/share/zsh")))
        {
            Directory.Move(deb.File("usr/share/zsh/vendor-completions"), deb.File("usr/share/zsh/site-functions"));
        }

        Assert.Equal(Unpacked.Describe(deb), Unpacked.Describe(rpm));
    }

    [Theory]
    [InlineData("oriel", "x86_64")]
    [InlineData("oriel-agent", "x86_64")]
    [InlineData("oriel-guest", "noarch")]
    public void It_says_what_it_is_and_runs_nothing(string name, string architecture)
    {
        var rpm = PackedPrograms.Rpm(name, architecture);
        string Query(string format) => TestProcess.Run("rpm", ["-qp", "--nosignature", "--queryformat", format, rpm]).Trim();
        Assert.Equal($"{name} {PackedPrograms.Version} 1 {architecture} MIT reproducible", Query("%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{LICENSE} %{BUILDHOST}"));
        Assert.Equal("", TestProcess.Run("rpm", ["-qp", "--nosignature", "--scripts", "--triggers", rpm]).Trim());
        Assert.Equal(name == "oriel-agent" ? "/etc/oriel/agent.ini" : "", TestProcess.Run("rpm", ["-qp", "--nosignature", "--configfiles", rpm]).Trim());
        Assert.All(Query("[%{FILEUSERNAME}:%{FILEGROUPNAME}\n]").Split('\n').Distinct(StringComparer.Ordinal), owner => Assert.Equal("root:root", owner));
        Assert.DoesNotContain(Environment.MachineName.Length > 3 ? Environment.MachineName : "no such host", Query("%{BUILDHOST} %{COOKIE} %{PACKAGER}"), StringComparison.Ordinal);
        if (name != "oriel-guest")
        {
            // Libraries by what they are called inside, which is the same on all distributions.
            var requires = TestProcess.Run("rpm", ["-qp", "--nosignature", "--requires", rpm]);
            Assert.Contains("libxcb.so.1()(64bit)", requires, StringComparison.Ordinal);
            Assert.DoesNotContain("liblttng", requires, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_installed_and_removed_without_a_trace()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can install an rpm; it was not installed");
        using var root = new TempFolder();
        string[] names = ["oriel", "oriel-agent"];
        Rpm(root, ["--initdb"]);
        Rpm(root, ["--install", "--nodeps", "--nosignature", "--ignoreos", .. names.Select(name => PackedPrograms.Rpm(name))]);
        Assert.Equal(names, Rpm(root, ["--query", "--all", "--queryformat", "%{NAME}\n"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Contains(PackedPrograms.Version, TestProcess.Run(root.File("usr/bin/oriel"), ["--version"]), StringComparison.Ordinal);
        Rpm(root, ["--erase", "--nodeps", .. names]);
        Assert.DoesNotContain(Directory.EnumerateFiles(root.Path, "*", SearchOption.AllDirectories), file => !file.StartsWith(root.File("var/lib/rpm"), StringComparison.Ordinal));
        Assert.False(Directory.Exists(root.File("usr/lib/oriel")));
        Assert.False(Directory.Exists(root.File("usr/share/doc/oriel")));
    }

    private static string Rpm(TempFolder root, IEnumerable<string> arguments) => TestProcess.Run("rpm", ["--root", root.Path, "--dbpath", "/var/lib/rpm", .. arguments], limit: s_patience);
}
