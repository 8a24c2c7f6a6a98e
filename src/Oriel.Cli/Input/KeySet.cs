using Oriel.Display.Windowing;

namespace Oriel.Cli.Input;

/// <summary>Which physical keys are down. One owner.</summary>
internal sealed class KeySet
{
    private readonly ulong[] _bits = new ulong[KeyMap.Keys / 64];

    /// <summary>The key is in.</summary>
    public bool Contains(PhysicalKey key) => (uint)key < KeyMap.Keys && (_bits[(int)key >> 6] & (1UL << ((int)key & 63))) != 0;

    /// <summary>Puts it in; false when it was.</summary>
    public bool Add(PhysicalKey key)
    {
        if ((uint)key >= KeyMap.Keys || Contains(key))
        {
            return false;
        }

        _bits[(int)key >> 6] |= 1UL << ((int)key & 63);
        return true;
    }

    /// <summary>Takes it out; false when it was not in.</summary>
    public bool Remove(PhysicalKey key)
    {
        if (!Contains(key))
        {
            return false;
        }

        _bits[(int)key >> 6] &= ~(1UL << ((int)key & 63));
        return true;
    }

    /// <summary>Takes everything out.</summary>
    public void Clear() => Array.Clear(_bits);
}
