using System.Security.Cryptography;

namespace Oriel.Relay.Inspection;

/// <summary>
/// Checksums over rows of an image, with a budget: a hostile ring can name the same large payload tens of thousands of times, and reading
/// it each time would take hours.
/// </summary>
internal sealed class PixelDigest(InspectionSource source) : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _chunk = new byte[ChunkBytes];
    private ulong _budget = Math.Max(4 * Math.Min(source.Length, ulong.MaxValue / 4), 64 << 20);

    /// <summary>
    /// Sums <paramref name="rowBytes"/> bytes of each of <paramref name="rows"/> rows; false when the budget is spent. The caller has
    /// checked the range.
    /// </summary>
    public bool TrySum(ulong offset, uint rows, uint rowBytes, uint pitchBytes, out string crc32, out string sha256)
    {
        crc32 = "";
        sha256 = "";
        var bytes = (ulong)rows * rowBytes;
        if (bytes > _budget)
        {
            return false;
        }

        _budget -= bytes;
        var crc = Crc32.Start();
        for (ulong row = 0; row < rows; row++)
        {
            Add(offset + (row * pitchBytes), rowBytes, ref crc);
        }

        crc32 = crc.Hex;
        sha256 = Convert.ToHexStringLower(_sha.GetHashAndReset());
        return true;
    }

    /// <summary>SHA-256 of everything.</summary>
    public string Image()
    {
        for (ulong at = 0; at < source.Length; at += ChunkBytes)
        {
            var part = _chunk.AsSpan(0, (int)Math.Min(ChunkBytes, source.Length - at));
            source.CopyOut(at, part);
            _sha.AppendData(part);
        }

        return Convert.ToHexStringLower(_sha.GetHashAndReset());
    }

    public void Dispose() => _sha.Dispose();

    private void Add(ulong offset, uint bytes, ref Crc32 crc)
    {
        for (ulong done = 0; done < bytes; done += ChunkBytes)
        {
            var part = _chunk.AsSpan(0, (int)Math.Min(ChunkBytes, bytes - done));
            source.CopyOut(offset + done, part);
            _sha.AppendData(part);
            crc.Add(part);
        }
    }
}
