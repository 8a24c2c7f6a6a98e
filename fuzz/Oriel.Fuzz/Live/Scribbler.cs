using System.Diagnostics;
using Oriel.Fuzz.Mutation;
using Oriel.Memory;

namespace Oriel.Fuzz.Live;

/// <summary>
/// The rudest guest: random bytes over the whole region, again and again, from a process of its own. Between the floods it leaves the producer moments to
/// come back, so that the viewer is hit while attached and not only while looking for a header.
/// </summary>
public static class Scribbler
{
    private const int BlockBytes = 1 << 16;

    /// <summary>How long one manner of scribbling lasts.</summary>
    private static readonly TimeSpan s_phase = TimeSpan.FromMilliseconds(150);

    /// <summary>Scribbles for a time and returns how many bytes were written.</summary>
    /// <param name="path">Region.</param>
    /// <param name="duration">How long.</param>
    /// <param name="seed">Decides places and bytes.</param>
    public static long Run(string path, TimeSpan duration, int seed)
    {
        using var region = Region.OpenFile(path, RegionAccess.ReadWrite);
        using var pause = new ManualResetEventSlim();
        var random = new Random(seed);
        var block = new byte[BlockBytes];
        var started = Stopwatch.GetTimestamp();
        long written = 0;
        for (var phase = 0; Stopwatch.GetElapsedTime(started) < duration; phase++)
        {
            var phaseStarted = Stopwatch.GetTimestamp();
            var map = phase % 4 == 3 ? null : RegionMap.Read(region);
            while (Stopwatch.GetElapsedTime(phaseStarted) < s_phase && Stopwatch.GetElapsedTime(started) < duration)
            {
                written += Burst(region, map, random, block, phase % 4);
            }

            // The producer needs a tick to notice that its session is gone, the viewer some more to attach.
            pause.Wait(phase % 4 == 3 ? 60 : 20);
        }

        return written;
    }

    private static long Burst(Region region, RegionMap? map, Random random, byte[] block, int manner)
    {
        random.NextBytes(block);
        switch (manner)
        {
            case 0 when map is not null:
                // Single words where they hurt, the rest left alone.
                for (var i = 0; i < 64; i++)
                {
                    var field = map.Fields[random.Next(map.Fields.Count)];
                    new Patch(field.Offset, unchecked((ulong)random.NextInt64()), field.Bytes).Apply(region);
                }

                return 64 * 4;
            case 1 when map is not null:
                // Everything behind the header: rings, payload headers, pixels; the session stays recognisable.
                return Block(region, block, (ulong)map.Layout.HeaderBytes + 256, random);
            case 2:
                // The first pages only: header and queue records.
                var bytes = random.Next(1, 16384);
                region.CopyIn((ulong)random.Next(16384), block.AsSpan(0, bytes));
                return bytes;
            default:
                for (var offset = 0ul; offset < region.Length; offset += BlockBytes)
                {
                    block[random.Next(block.Length)] ^= 0xFF;
                    region.CopyIn(offset, block.AsSpan(0, (int)Math.Min(BlockBytes, region.Length - offset)));
                }

                return (long)region.Length;
        }
    }

    private static long Block(Region region, byte[] block, ulong from, Random random)
    {
        var offset = from + (ulong)random.NextInt64((long)(region.Length - from));
        var bytes = (int)Math.Min((ulong)random.Next(1, block.Length), region.Length - offset);
        region.CopyIn(offset, block.AsSpan(0, bytes));
        return bytes;
    }
}
