using System.Text.RegularExpressions;

namespace Oriel.Pack.Tests;

/// <summary>The packages where they belong: installed in a clean Debian, used, and removed so that nothing is left.</summary>
public sealed class InstallTests
{
    private static readonly string[] s_packages = ["oriel", "oriel-agent"];

    [Fact]
    public void Installed_used_and_purged_in_a_clean_root()
    {
        // What the packages say they need, a driver without a GPU, a font, and what reads pages: nothing else is there. Made first, because it waits for the network
        // while other tests wait for the processor.
        var needs = s_packages.SelectMany(Depends).Append("libgl1-mesa-dri").Append("fonts-dejavu-core").Append("man-db");
        using var root = CleanRoot.MakeOrSkip(needs);
        var debs = s_packages.Select(name => PackedPrograms.Deb(name)).ToList();
        var before = root.Paths();
        foreach (var deb in debs)
        {
            File.Copy(deb, root.File("tmp/" + Path.GetFileName(deb)));
        }

        var said = root.Shell("dpkg --install /tmp/*.deb 2>&1");
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
        root.Shell("dpkg --verify oriel oriel-agent");

        Assert.Contains(PackedPrograms.Version, root.Shell("oriel --version"), StringComparison.Ordinal);
        Assert.Contains(PackedPrograms.Version, root.Shell("oriel-agent --version"), StringComparison.Ordinal);
        Assert.Contains("/usr/share/man/man1/oriel.1.gz", root.Shell("man --where oriel"), StringComparison.Ordinal);
        Assert.Contains("shared memory", root.Shell("MANWIDTH=120 man oriel-serve"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("p20", root.Shell("man oriel-agent"), StringComparison.Ordinal);
        Assert.Contains("serve", root.Shell("""
            bash -c 'source /usr/share/bash-completion/completions/oriel; COMP_LINE="oriel ser" COMP_POINT=9; _oriel; echo "${COMPREPLY[@]}"'
            """), StringComparison.Ordinal);
        Shows_a_picture(root);
        Answers_the_doctor(root);

        root.Shell("dpkg --purge oriel oriel-agent");
        var after = root.Paths();
        Assert.Equal([], after.Except(before));
        Assert.Equal([], before.Except(after));
    }

    private static string[] Depends(string name) => File.ReadLines(Path.Combine(Executables.SourceTree, "packaging", "deb", name))
        .First(line => line.StartsWith("Depends: ", StringComparison.Ordinal))["Depends: ".Length..].Split(", ");

    // The packaged viewer shows what a packaged pattern writes, drawn by Mesa without a GPU: the dependencies suffice.
    private static void Shows_a_picture(CleanRoot root)
    {
        var figures = root.Shell("""
            oriel pattern --region /dev/shm/pack --create 16M --size 640x480 --rate 30 >/tmp/pattern.log 2>&1 & pattern=$!
            oriel view --region /dev/shm/pack --spice off --headless --frames 5 --seconds 60; status=$?
            kill $pattern; wait $pattern
            exit $status
            """);
        Assert.Matches("\"(framesPresented|presented|frames)\": *[5-9]", Regex.Replace(figures, "\\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static void Answers_the_doctor(CleanRoot root)
    {
        if (!root.Shell("oriel --help").Contains("  doctor ", StringComparison.Ordinal))
        {
            return;
        }

        using var child = root.Start("oriel", "doctor", "--json");
        var status = child.WaitForExit(TimeSpan.FromMinutes(2));
        Assert.True(status is 0 or 1 or 2, child.Output);
        Assert.StartsWith("{", child.Output.TrimStart(), StringComparison.Ordinal);
    }
}
