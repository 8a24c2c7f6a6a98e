using System.Text.RegularExpressions;

namespace Oriel.Pack.Tests;

/// <summary>What a package would put where: modes, owners and paths.</summary>
internal static partial class PackageListing
{
    /// <summary>Lines "mode owner path -> target" of a .deb, in order.</summary>
    public static IReadOnlyList<string> OfDeb(string deb) => [.. TestProcess.Run("dpkg-deb", ["--contents", deb]).Split('\n')
        .Select(line => Entry().Match(line)).Where(match => match.Success)
        .Select(match => $"{match.Groups["mode"].Value} {match.Groups["owner"].Value} {match.Groups["path"].Value}").Where(line => !line.EndsWith(" /", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>The listing with one line for what is many and changes: libraries of the programs, documents.</summary>
    public static string Short(IEnumerable<string> listing) =>
        string.Join('\n', listing.Select(line => Many().Replace(line.Replace(PackedPrograms.Version, "VERSION", StringComparison.Ordinal), "*${end}")).Distinct(StringComparer.Ordinal)) + "\n";

    [GeneratedRegex(@"^(?<mode>\S{10}) (?<owner>\S+)\s+\d+ \S+ \S+ \.(?<path>/.*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Entry();

    [GeneratedRegex(@"(?<=/usr/lib/oriel[^/]*/)[^/]+(?<end>\.dll|\.so)$|(?<=/usr/share/doc/oriel/)[^/]+(?<end>\.md|\.png|\.svg)$|(?<=/man1/oriel-(agent-)?)[a-z-]+(?<end>\.1\.gz)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Many();
}
