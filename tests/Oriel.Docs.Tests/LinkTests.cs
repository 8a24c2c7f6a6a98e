using System.Text.RegularExpressions;
using Oriel.Docs.Tests.Pages;

namespace Oriel.Docs.Tests;

/// <summary>Links between pages, and the files that pages name.</summary>
public sealed partial class LinkTests
{
    // Made when there is something to put there.
    private static readonly HashSet<string> s_madeLater = new(StringComparer.Ordinal) { "fuzz/findings" };

    public static TheoryData<string> Paths => DocTree.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Links_lead_somewhere(string path)
    {
        var page = DocTree.Pages[path];
        List<string> broken = [];
        foreach (var link in page.Links.Where(link => !External().IsMatch(link.Text)))
        {
            var parts = link.Text.Split('#', 2);
            var target = parts[0].Length == 0 ? path : Resolve(path, parts[0]);
            if (!DocTree.Exists(target))
            {
                broken.Add($"{path}:{link.Line}: there is no {target}");
            }
            else if (parts.Length == 2 && DocTree.Pages.TryGetValue(target, out var other) && !other.Anchors.Contains(parts[1]))
            {
                broken.Add($"{path}:{link.Line}: {target} has no heading #{parts[1]}");
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Named_files_exist(string path)
    {
        var missing = DocTree.Pages[path].Codes
            .Where(code => TreePath().IsMatch(code.Text) && !s_madeLater.Contains(code.Text) && !IsThere(code.Text))
            .Select(code => $"{path}:{code.Line}: there is no {code.Text}")
            .ToList();

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_page_for_users_is_reached_from_the_index()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(["docs/README.md"]);
        while (open.TryPop(out var path))
        {
            if (reached.Add(path) && DocTree.Pages.TryGetValue(path, out var page))
            {
                foreach (var link in page.Links.Where(link => !External().IsMatch(link.Text)))
                {
                    open.Push(Resolve(path, link.Text.Split('#')[0]));
                }
            }
        }

        var pages = DocTree.Pages.Keys.Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path.Count(c => c == '/') == 1);
        Assert.Empty(pages.Except(reached));
    }

    private static string Resolve(string page, string target) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page) ?? "", target)));

    private static bool IsThere(string text)
    {
        var path = text.TrimEnd('/');
        if (!path.Contains('*'))
        {
            return DocTree.Exists(path);
        }

        var folder = Path.GetDirectoryName(path)!;
        return DocTree.Exists(folder) && Directory.EnumerateFileSystemEntries(Path.Combine(Testing.Executables.SourceTree, folder), Path.GetFileName(path)).Any();
    }

    [GeneratedRegex("^(?:https?:|mailto:)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex External();

    [GeneratedRegex("^(?:src|tests|docs|tools|packaging|bench|fuzz|eng|\\.ci)/[A-Za-z0-9._*@/-]*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TreePath();
}
