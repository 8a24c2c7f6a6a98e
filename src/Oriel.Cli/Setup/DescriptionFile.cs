using System.Text;
using System.Text.RegularExpressions;
using Oriel.Host.Setup;

namespace Oriel.Cli.Setup;

/// <summary>A machine's description in a file or on standard input: its bytes, and the text in them.</summary>
/// <param name="Path">Full path; "-" for standard input.</param>
/// <param name="Bytes">As they are.</param>
/// <param name="Text">Without a byte order mark.</param>
internal sealed partial record DescriptionFile(string Path, byte[] Bytes, string Text)
{
    private const int MostBytes = 4 << 20;
    private const char Mark = '\uFEFF';

    /// <summary>Reads it.</summary>
    public static DescriptionFile Read(string path)
    {
        var full = path == "-" ? path : System.IO.Path.GetFullPath(path);
        byte[] bytes;
        try
        {
            using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(full);
            using var copy = new MemoryStream();
            var buffer = new byte[64 << 10];
            for (var got = stream.Read(buffer); got > 0; got = stream.Read(buffer))
            {
                copy.Write(buffer, 0, got);
                if (copy.Length > MostBytes)
                {
                    throw Refused($"{full} is larger than {MostBytes >> 20} MiB");
                }
            }

            bytes = copy.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrielException(SetupErrors.File, $"{full}: {e.Message}", "a file with the description of a machine", "a machine of libvirt is named without a / and without .xml", e);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return Encoding().Match(text) is { Success: true } declared && !declared.Value.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !declared.Value.Equals("us-ascii", StringComparison.OrdinalIgnoreCase)
                ? throw Refused($"{full} is in {declared.Value}")
                : new DescriptionFile(full, bytes, text.TrimStart(Mark));
        }
        catch (DecoderFallbackException)
        {
            throw Refused($"{full} is not in UTF-8");
        }
    }

    /// <summary>Another text as bytes of this file.</summary>
    public byte[] With(string text) => new UTF8Encoding(Bytes.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble)) is var encoding ? [.. encoding.Preamble, .. encoding.GetBytes(text)] : [];

    private static OrielException Refused(string seen) => new(SetupErrors.NoDomain, seen, "the description of one machine in UTF-8, as virsh dumpxml prints it", "iconv -t UTF-8 turns it into UTF-8");

    [GeneratedRegex("(?<=^\uFEFF?<\\?xml[^>]*encoding\\s*=\\s*['\"])[^'\"]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Encoding();
}
