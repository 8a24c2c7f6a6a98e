using System.IO.Compression;
using System.Text;

namespace Oriel.Agent.Windows.Service;

/// <summary>Puts entries into a zip. An entry that fails becomes a sentence that says so; only the zip itself can fail.</summary>
internal static class BundleWriter
{
    /// <summary>Writes the file. Throws <see cref="OrielException"/>.</summary>
    public static void Write(string path, IEnumerable<BundleEntry> entries)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
            using var zip = new ZipArchive(file, ZipArchiveMode.Create);
            foreach (var entry in entries)
            {
                using var stream = zip.CreateEntry(entry.Name, CompressionLevel.Optimal).Open();
                using var output = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
                output.Write(TextOf(entry));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OrielException(AgentErrors.BundleRefused, $"{path}: {error.Message}", "a file that can be written", "name a file in another folder: oriel-agent bundle FILE.zip", error);
        }
    }

    private static string TextOf(BundleEntry entry)
    {
        using var text = new StringWriter();
        try
        {
            entry.Write(text);
        }
        catch (OrielException error)
        {
            text.WriteLine($"[{error.Code.Id}: {error.Code.Title}: {error.Seen}]");
        }
        catch (Exception error)
        {
            // The top of each entry: a bundle exists because something is broken, and the rest of it is wanted all the more.
            text.WriteLine($"[could not be read: {error.GetType().Name}: {error.Message}]");
        }

        return text.ToString();
    }
}
