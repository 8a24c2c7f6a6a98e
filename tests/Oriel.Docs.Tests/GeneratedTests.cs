using Oriel.Cli.Help;
using Oriel.Host.Checks;
using Oriel.Testing;

namespace Oriel.Docs.Tests;

/// <summary>Pages that are made from the source: as they would be made now. ORIEL_UPDATE_SNAPSHOTS=1 writes them instead.</summary>
public sealed class GeneratedTests
{
    private sealed class Sample(string id, CheckGroup group) : HostCheck
    {
        public override string Id => id;

        public override CheckGroup Group => group;

        public override string Title => $"The {group} is fine";

        public override string Symptom => "a black | window";

        public override string LooksAt => "/dev/kvm";

        public override string Why => "the <memballoon model='virtio'/> takes memory; `oriel` and <a>b</a> are needed; oriel list --json and oriel view NAME show";

        public override string Remedy => "run\nthis";

        public override void Run(CheckContext context, ICollection<Finding> findings)
        {
            // Only its words are used here.
        }
    }

    [Fact]
    public void Troubleshooting_is_what_the_checks_say() => IsCurrent("docs/troubleshooting.md", TroubleshootingPage.ToMarkdown(CheckCatalogue.All));

    [Fact]
    public void Changelog_is_what_the_changes_say() => IsCurrent("CHANGELOG.md", TestProcess.Run(Path.Combine(Executables.SourceTree, "tools/changelog"), []) + "\n");

    [Fact]
    public void Every_check_has_an_anchor_a_row_and_its_words()
    {
        var page = new Pages.DocPage("docs/troubleshooting.md", TroubleshootingPage.ToMarkdown([new Sample("D28", CheckGroup.Spice), new Sample("D02", CheckGroup.Processor)]));
        Assert.Superset(new HashSet<string> { "d28", "d02", "processor-and-iommu", "spice-input-and-clipboard" }, page.Anchors.ToHashSet());

        var text = TroubleshootingPage.ToMarkdown([new Sample("D28", CheckGroup.Spice), new Sample("D02", CheckGroup.Processor)]);
        Assert.True(text.IndexOf("| a black \\| window | [D02](#d02) ", StringComparison.Ordinal) is var first and > 0 && text.IndexOf("| [D28](#d28) ", StringComparison.Ordinal) > first, text);
        Assert.Contains("- **Why it matters:** the `<memballoon model='virtio'/>` takes memory; `oriel` and `<a>b</a>` are needed; `oriel list --json` and `oriel view NAME` show\n- **What to do:** run this\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hidden_command_prints_it()
    {
        Assert.True(Cli.Commands.ChecksCommand.Create().Hidden);
        Assert.StartsWith("# Troubleshooting\n", TestProcess.Run(Executables.Oriel, ["checks", "--markdown"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Released_versions_come_below_with_their_day_and_packages_get_plain_text()
    {
        using var tree = new TempFolder();
        Directory.CreateDirectory(tree.File("tools"));
        File.Copy(Path.Combine(Executables.SourceTree, "tools/changelog"), tree.File("tools/changelog"));
        Write(tree, "Directory.Build.props", "<Project><PropertyGroup><Version>0.2.0</Version></PropertyGroup></Project>\n");
        Write(tree, "docs/changes/0003-new.md", "# New\n\nWords.\n\n- **Fast**: see [page](../page.md), 50 % of `it`\n  and more.\n");
        Write(tree, "docs/changes/0.1.0/0001-a.md", "# First\n\n- one\n");
        Write(tree, "docs/changes/0.1.0/0002-b.md", "# Second\n\n- [two](../../two.md)\n");
        Write(tree, "docs/changes/0.1.0/date", "2026-12-24\n");

        var page = Make(tree);
        Assert.Contains("## 0.2.0 - not released yet\n\n### New\n\nWords.\n\n- **Fast**: see [page](docs/page.md), 50 % of `it`\n  and more.\n\n## 0.1.0 - 2026-12-24\n\n### Second\n\n- [two](docs/two.md)\n\n### First\n", page, StringComparison.Ordinal);
        Assert.Equal(
            "oriel (0.2.0-1) unstable; urgency=medium\n\n  * New\n    - Fast: see page, 50 % of it and more.\n\n -- A <a@b.c>  Thu, 01 Jan 1970 00:00:05 +0000\n\n"
            + "oriel (0.1.0-1) unstable; urgency=medium\n\n  * Second\n    - two\n  * First\n    - one\n\n -- A <a@b.c>  Thu, 24 Dec 2026 00:00:00 +0000\n\n",
            Make(tree, "--debian", "oriel", "--maintainer", "A <a@b.c>"));
        Assert.StartsWith("* Thu Jan 01 1970 A <a@b.c> - 0.2.0-3\n- New\n  . Fast: see page, 50 %% of it and more.\n", Make(tree, "--rpm", "--maintainer", "A <a@b.c>", "--revision", "3"), StringComparison.Ordinal);
    }

    private static void Write(TempFolder tree, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(tree.File(path))!);
        File.WriteAllText(tree.File(path), text);
    }

    private static string Make(TempFolder tree, params string[] arguments) =>
        TestProcess.Run(tree.File("tools/changelog"), arguments, new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "5" }) + "\n";

    private static void IsCurrent(string path, string text)
    {
        var file = Path.Combine(Executables.SourceTree, path);
        if (Environment.GetEnvironmentVariable("ORIEL_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"{path} is missing; run this test with ORIEL_UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
