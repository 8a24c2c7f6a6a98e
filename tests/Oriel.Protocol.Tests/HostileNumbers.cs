using FsCheck;
using FsCheck.Fluent;

namespace Oriel.Protocol.Tests;

/// <summary>Generators of what a hostile guest writes: noise, and good structures with numbers that break arithmetic.</summary>
internal static class HostileNumbers
{
    private static readonly uint[] s_edges =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 24, 28, 48, 63, 64, 65, 511, 512, 513, 1024, 1076, 1084, 1216, 4092, 4096, 65535, 65536, 65537, 1 << 20, (1 << 20) + 1,
        1 << 22, int.MaxValue, 0x80000000, 0xFFFFF000, 0xFFFFFFF8, 0xFFFFFFFC, uint.MaxValue - 1, uint.MaxValue,
    ];

    /// <summary>Numbers at borders, small ones, and any.</summary>
    public static Gen<uint> Number { get; } = Gen.Frequency(
        (4, Gen.Elements(s_edges)), (3, Gen.Choose(0, 5000).Select(i => (uint)i)), (2, Gen.Choose(int.MinValue, int.MaxValue).Select(i => unchecked((uint)i))));

    /// <summary>An aligned word somewhere in a structure and what to put there.</summary>
    public static Gen<(int Offset, uint Value)> Patch(int bytes) =>
        from word in Gen.Choose(0, (bytes / 4) - 1)
        from value in Number
        select (word * 4, value);

    /// <summary>A good structure with some of its words overwritten; the words of <paramref name="hot"/> more often than others.</summary>
    public static Gen<byte[]> Patched(byte[] good, int[] hot) =>
        from count in Gen.Choose(0, 4)
        from patches in Gen.ArrayOf(Gen.Frequency((3, from o in Gen.Elements(hot) from v in Number select (o, v)), (1, Patch(good.Length))), count)
        select Apply(good, patches);

    /// <summary>Noise of a length around the interesting one.</summary>
    public static Gen<byte[]> Noise(int bytes) =>
        from length in Gen.Elements(0, 1, bytes - 1, bytes, bytes + 7)
        from seed in Gen.Choose(0, int.MaxValue)
        select Random(length, seed);

    /// <summary>Runs a property on inputs of a generator, always the same ones.</summary>
    public static void ForAll<T>(Gen<T> generator, Func<T, bool> property, int tests = 2000) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests).WithReplay(20260814, 7919), Prop.ForAll(generator.ToArbitrary(), property));

    private static byte[] Apply(byte[] good, (int Offset, uint Value)[] patches)
    {
        var bytes = (byte[])good.Clone();
        foreach (var (offset, value) in patches)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(offset), value);
        }

        return bytes;
    }

    private static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
