using System.Security.Cryptography;

namespace Oriel.Relay.Inspection;

/// <summary>
/// Checksums over rows of an image, with a budget: a hostile ring can name the same large payload tens of thousands of times, and reading
/// it each time would take hours.
/// </summary>
internal sealed class PixelDigest(InspectionSource source) : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private const int LargestTake = 1 << 30;

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _taken = [];
    private int _takenBytes;
    private ulong _budget = Math.Max(4 * Math.Min(source.Length, ulong.MaxValue / 4), 64 << 20);

    /// <summary>
    /// Copies <paramref name="rowBytes"/> bytes of each of <paramref name="rows"/> rows, quickly: a live producer takes its buffers back soon.
    /// False when the budget is spent. The caller has checked the range.
    /// </summary>
    public bool TryTake(ulong offset, uint rows, uint rowBytes, uint pitchBytes)
    {
        var bytes = (ulong)rows * rowBytes;
        if (bytes > _budget || bytes > LargestTake)
        {
            return false;
        }

        _budget -= bytes;
        _takenBytes = (int)bytes;
        if (_taken.Length < _takenBytes)
        {
            _taken = new byte[_takenBytes];
        }

        for (var row = 0; row < (int)rows; row++)
        {
            source.CopyOut(offset + ((ulong)row * pitchBytes), _taken.AsSpan((int)(row * (long)rowBytes), (int)rowBytes));
        }

        return true;
    }

    /// <summary>Checksums of what was taken.</summary>
    public (string Crc32, string Sha256) Sum()
    {
        var taken = _taken.AsSpan(0, _takenBytes);
        var crc = Crc32.Start();
        crc.Add(taken);
        return (crc.Hex, Convert.ToHexStringLower(SHA256.HashData(taken)));
    }

    /// <summary>SHA-256 of everything.</summary>
    public string Image()
    {
        var chunk = new byte[ChunkBytes];
        for (ulong at = 0; at < source.Length; at += ChunkBytes)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(ChunkBytes, source.Length - at));
            source.CopyOut(at, part);
            _sha.AppendData(part);
        }

        return Convert.ToHexStringLower(_sha.GetHashAndReset());
    }

    public void Dispose() => _sha.Dispose();
}
