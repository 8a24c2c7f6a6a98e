using System.IO.Compression;
using Oriel.Memory;
using Oriel.Relay.Inspection;

namespace Oriel.Cli.Commands;

/// <summary>Opens what <c>oriel inspect</c> was given, read-only.</summary>
internal static class InspectImage
{
    // A compressed image is unpacked into memory; one this large is no region any guest has.
    private const int LargestUnpackedBytes = 1 << 30;

    /// <summary>Inspects a region, or a gzip-compressed copy of one.</summary>
    public static InspectionReport Inspect(string source, InspectionOptions options)
    {
        if (source.EndsWith(".gz", StringComparison.Ordinal))
        {
            return RegionInspector.Inspect(Unpack(source), options);
        }

        using var region = Region.Open(source, RegionAccess.ReadOnly);
        return RegionInspector.Inspect(region, options);
    }

    private static ReadOnlyMemory<byte> Unpack(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var image = new MemoryStream();
            var chunk = new byte[1 << 20];
            for (int read; (read = gzip.Read(chunk)) > 0;)
            {
                if (image.Length + read > LargestUnpackedBytes)
                {
                    throw new OrielException(MemoryErrors.TooLarge, $"{path} unpacks to more than {LargestUnpackedBytes} bytes", "a copy of a region",
                        "unpack it to a file and inspect that");
                }

                image.Write(chunk, 0, read);
            }

            return image.GetBuffer().AsMemory(0, (int)image.Length);
        }
        catch (InvalidDataException error)
        {
            throw new OrielException(MemoryErrors.WrongType, $"{path} is not gzip data", "a gzip-compressed copy of a region",
                "rename it without .gz if it is not compressed", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new OrielException(MemoryErrors.PermissionDenied, error.Message, "a file you may read", "change its mode or owner", error);
        }
        catch (IOException error)
        {
            throw new OrielException(MemoryErrors.Missing, error.Message, "an existing file", "check the name", error);
        }
    }
}
