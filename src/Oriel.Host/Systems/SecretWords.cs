using System.Text.RegularExpressions;

namespace Oriel.Host.Systems;

/// <summary>Takes passwords out of what is recorded: QEMU's arguments and libvirt's XML may carry SPICE tickets, and whoever sends a recording to somebody else should not have to look for them.</summary>
public static partial class SecretWords
{
    private const string Removed = "REMOVED";

    /// <summary>The text with every password's value replaced.</summary>
    public static string Remove(string text)
    {
        if (!text.Contains("pass", StringComparison.OrdinalIgnoreCase) && !text.Contains("secret", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        text = Option().Replace(text, $"${{name}}{Removed}");
        text = Json().Replace(text, $"${{name}}\"{Removed}\"");
        text = Attribute().Replace(text, $"${{name}}${{quote}}{Removed}${{quote}}");
        return SecretObject().Replace(text, $"${{name}}{Removed}");
    }

    // -spice password=…, also behind a NUL as in /proc/PID/cmdline.
    [GeneratedRegex("""(?<name>\b(?:password|passwd)=)(?!['"]|on\b|off\b)[^,\0\s]*""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    // {"qom-type":"secret","data":"…"} and {"password":"…"}.
    [GeneratedRegex("""(?<name>"(?:password|passwd|data)"\s*:\s*)"(?:[^"\\]|\\.)*["]""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();

    // passwd='…' of libvirt's graphics.
    [GeneratedRegex("""(?<name>\b(?:password|passwd)=)(?<quote>['"])[^'"]*['"]""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    // -object secret,id=…,data=….
    [GeneratedRegex("""(?<name>\bsecret,[^\0\s]*?\bdata=)[^,\0\s]*""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretObject();
}
