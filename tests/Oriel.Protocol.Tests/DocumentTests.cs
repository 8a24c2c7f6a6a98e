using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Protocol.Tests;

/// <summary>The pages of docs/protocol point only at what exists.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Links_lead_somewhere()
    {
        var folder = Path.Combine(Executables.SourceTree, "docs", "protocol");
        var links = 0;
        foreach (var page in Directory.GetFiles(folder, "*.md"))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(page)))
            {
                links++;
                var target = Path.Combine(folder, link.Groups["target"].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{Path.GetFileName(page)} points at {link.Groups["target"].Value}");
            }
        }

        Assert.True(links >= 6);
    }

    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)#]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
