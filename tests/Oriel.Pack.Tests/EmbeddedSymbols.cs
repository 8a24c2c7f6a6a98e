using System.IO.Compression;
using System.Text;

namespace Oriel.Pack.Tests;

/// <summary>All bytes of a program as text, with its embedded symbols unpacked, where the names of source files stand.</summary>
internal static class EmbeddedSymbols
{
    private const int HeaderBytes = 8;

    /// <summary>One character for each byte.</summary>
    public static string TextOf(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var text = Encoding.Latin1.GetString(bytes);
        var symbols = text.IndexOf("MPDB", StringComparison.Ordinal);
        if (symbols < 0)
        {
            return text;
        }

        using var packed = new MemoryStream(bytes, symbols + HeaderBytes, bytes.Length - symbols - HeaderBytes);
        using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        inflate.CopyTo(unpacked);
        return text + Encoding.Latin1.GetString(unpacked.ToArray());
    }
}
