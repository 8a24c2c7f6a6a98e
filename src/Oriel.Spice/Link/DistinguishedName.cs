using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Oriel.Spice.Link;

/// <summary>
/// Compares a subject as users write it ("C=DE, O=Example, CN=host", a backslash before a comma that belongs to a value) with a certificate's. The order of the
/// parts counts, but programs print it in both directions, so both are taken.
/// </summary>
internal static class DistinguishedName
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = "2.5.4.3", ["SN"] = "2.5.4.4", ["serialNumber"] = "2.5.4.5", ["C"] = "2.5.4.6", ["L"] = "2.5.4.7", ["ST"] = "2.5.4.8", ["S"] = "2.5.4.8",
        ["street"] = "2.5.4.9", ["O"] = "2.5.4.10", ["OU"] = "2.5.4.11", ["DC"] = "0.9.2342.19200300.100.1.25", ["UID"] = "0.9.2342.19200300.100.1.1",
        ["emailAddress"] = "1.2.840.113549.1.9.1", ["E"] = "1.2.840.113549.1.9.1",
    };

    /// <summary>Whether all parts are the same, forwards or backwards.</summary>
    public static bool Equal(string wanted, X500DistinguishedName actual)
    {
        var parts = Parse(wanted);
        if (parts is null || parts.Count == 0)
        {
            return false;
        }

        var found = new List<(string Oid, string Value)>();
        foreach (var part in actual.EnumerateRelativeDistinguishedNames(reversed: false))
        {
            if (part.HasMultipleElements || part.GetSingleElementValue() is not { } value)
            {
                return false; // Cannot be written in the form that is compared.
            }

            found.Add((part.GetSingleElementType().Value ?? "", value));
        }

        return parts.SequenceEqual(found) || parts.AsEnumerable().Reverse().SequenceEqual(found);
    }

    /// <summary>Type and value of each part in order; null = not a subject.</summary>
    internal static List<(string Oid, string Value)>? Parse(string text)
    {
        var parts = new List<(string, string)>();
        var part = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\\' && i + 1 < text.Length)
            {
                part.Append(text[++i]);
            }
            else if (i < text.Length && text[i] != ',')
            {
                part.Append(text[i]);
            }
            else
            {
                var both = part.ToString();
                var equals = both.IndexOf('=', StringComparison.Ordinal);
                if (equals < 1)
                {
                    return null;
                }

                var name = both[..equals].Trim();
                parts.Add((s_names.GetValueOrDefault(name, name), both[(equals + 1)..].Trim()));
                part.Clear();
            }
        }

        return parts;
    }
}
