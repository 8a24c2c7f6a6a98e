using System.Buffers.Binary;

namespace Oriel.Fuzz.Mutation;

/// <summary>
/// Draws stores at random, from a seed: bit flips, random bytes, words from elsewhere, fields with interesting values, ring words, whole entries of the
/// catalogue. Pure but for the generator's state: the same seed and image give the same stores.
/// </summary>
public sealed class RandomMutator(int seed)
{
    private static readonly ulong[] s_interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 255, 256, 1023, 1024, 4092, 4095, 4096, 65535, 65536, 65537, 0xFFFFF, 0x100000,
        0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFF000, 0xFFFFFFC0, 0xFFFFFFF8, 0xFFFFFFFC, 0xFFFFFFFE, 0xFFFFFFFF, 0x100000000,
        0x7FFFFFFFFFFFFFFF, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Appends a few stores for this image.</summary>
    /// <param name="image">What the region holds.</param>
    /// <param name="map">Where things lie in it.</param>
    /// <param name="patches">Receives the stores.</param>
    public void Mutate(ReadOnlySpan<byte> image, RegionMap map, List<Patch> patches)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(patches);
        for (var i = 1 + _random.Next(4); i > 0; i--)
        {
            switch (_random.Next(8))
            {
                case 0:
                    FlipBits(image, map, patches);
                    break;
                case 1:
                    RandomBytes(map, patches);
                    break;
                case 2:
                    Splice(image, map, patches);
                    break;
                case 3:
                    RingWords(map, patches);
                    break;
                case 4:
                    Catalogue(map, patches);
                    break;
                default:
                    FieldValue(image, map, patches);
                    break;
            }
        }
    }

    /// <summary>A store of an interesting value to one field.</summary>
    private void FieldValue(ReadOnlySpan<byte> image, RegionMap map, List<Patch> patches)
    {
        var field = map.Fields[_random.Next(map.Fields.Count)];
        patches.Add(new Patch(field.Offset, Value(image, map, field), field.Bytes));
    }

    private ulong Value(ReadOnlySpan<byte> image, RegionMap map, Field field)
    {
        var old = Read(image, field.Offset, field.Bytes);
        return _random.Next(6) switch
        {
            0 => old + 1,
            1 => old - 1,
            2 => unchecked((ulong)_random.NextInt64()),
            3 => map.Length + (ulong)_random.Next(-64, 64),
            4 => old ^ (1ul << _random.Next(8 * field.Bytes)),
            _ => s_interesting[_random.Next(s_interesting.Length)],
        };
    }

    private void FlipBits(ReadOnlySpan<byte> image, RegionMap map, List<Patch> patches)
    {
        for (var i = 1 + _random.Next(16); i > 0; i--)
        {
            var at = Place(map, 1);
            patches.Add(new Patch(at, (ulong)(Read(image, at, 1) ^ (1u << _random.Next(8))), 1));
        }
    }

    private void RandomBytes(RegionMap map, List<Patch> patches)
    {
        var at = Place(map, 64);
        for (var i = 0; i < 8; i++)
        {
            patches.Add(new Patch(at + (ulong)(8 * i), unchecked((ulong)_random.NextInt64(long.MinValue, long.MaxValue)), 8));
        }
    }

    /// <summary>Words that are right somewhere else: offsets where sizes should be, another version's magic, another queue's record.</summary>
    private void Splice(ReadOnlySpan<byte> image, RegionMap map, List<Patch> patches)
    {
        var from = Place(map, 64) & ~3ul;
        var to = Place(map, 64) & ~3ul;
        for (var i = 0ul; i < (ulong)(4 << _random.Next(5)); i += 4)
        {
            patches.Add(new Patch(to + i, Read(image, from + i, 4), 4));
        }
    }

    private void RingWords(RegionMap map, List<Patch> patches)
    {
        if (map.Queues.Count == 0)
        {
            return;
        }

        var queue = map.Queues[_random.Next(map.Queues.Count)];
        var q = map.Layout.Queue;
        foreach (var field in (int[])[q.Start, q.Position, q.Count])
        {
            patches.Add(new Patch(queue.At(field), _random.Next(3) == 0 ? Interesting() : (ulong)_random.Next((int)queue.RingLength + 2), 4));
        }

        var entry = (uint)_random.Next((int)Math.Min(queue.RingLength, 64));
        patches.Add(new Patch(queue.Entry(entry, map.Layout.Entry.Pending), Interesting(), 4));
    }

    private void Catalogue(RegionMap map, List<Patch> patches)
    {
        var corruption = Corruptions.All[_random.Next(Corruptions.All.Count)];
        if (map.Frames.Count > 0 && map.Cursors.Count > 0 && (corruption.AppliesTo?.Invoke(map) ?? true))
        {
            patches.AddRange(corruption.Build(map, _random.Next(Corruption.Rounds)));
        }
    }

    private ulong Interesting() => s_interesting[_random.Next(s_interesting.Length)];

    /// <summary>Mostly where it matters: header and records, rings, payload headers; now and then anywhere.</summary>
    private ulong Place(RegionMap map, int bytes)
    {
        var last = map.Length - (ulong)bytes;
        ulong at;
        switch (_random.Next(6))
        {
            case 0:
                at = (ulong)_random.NextInt64((long)last);
                break;
            case 1 when map.Frames.Count > 0:
                at = map.Frames[_random.Next(map.Frames.Count)] + (ulong)_random.Next(1300);
                break;
            case 2 when map.Cursors.Count > 0:
                at = map.Cursors[_random.Next(map.Cursors.Count)] + (ulong)_random.Next(32);
                break;
            case 3:
                at = map.Fields[_random.Next(map.Fields.Count)].Offset;
                break;
            default:
                at = (ulong)_random.Next(map.Layout.HeaderBytes + 1024);
                break;
        }

        return Math.Min(at, last);
    }

    private static ulong Read(ReadOnlySpan<byte> image, ulong offset, int bytes)
    {
        if (offset > (ulong)image.Length || (ulong)bytes > (ulong)image.Length - offset)
        {
            return 0;
        }

        Span<byte> word = stackalloc byte[8];
        word.Clear();
        image.Slice((int)offset, bytes).CopyTo(word);
        return BinaryPrimitives.ReadUInt64LittleEndian(word);
    }
}
