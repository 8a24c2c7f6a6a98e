using Oriel.Display.Windowing;

namespace Oriel.Cli.Input;

/// <summary>
/// Keys pressed together, at most four. "Ctrl", "Shift", "Alt" and "Super" in a chord's text mean either of the two. Immutable.
/// </summary>
internal sealed class KeyChord
{
    private const int MaxKeys = 4;
    private static readonly (string Name, PhysicalKey Left)[] s_pairs =
        [("Ctrl", PhysicalKey.LeftCtrl), ("Control", PhysicalKey.LeftCtrl), ("Shift", PhysicalKey.LeftShift), ("Alt", PhysicalKey.LeftAlt), ("Super", PhysicalKey.LeftSuper), ("Win", PhysicalKey.LeftSuper)];

    private readonly (PhysicalKey Key, PhysicalKey Or)[] _keys;

    private KeyChord((PhysicalKey Key, PhysicalKey Or)[] keys) => _keys = keys;

    /// <summary>How many keys.</summary>
    public int Count => _keys.Length;

    /// <summary>The first key, or the left one of a pair.</summary>
    public PhysicalKey First => _keys[0].Key;

    /// <summary>A chord of one key.</summary>
    public static KeyChord Of(PhysicalKey key) => new([(key, key)]);

    /// <summary>Parses names joined by '+', such as "RightCtrl" or "LeftCtrl+LeftAlt". False, with a sentence about the word that is wrong.</summary>
    public static bool TryParse(string text, out KeyChord chord, out string problem)
    {
        chord = Of(PhysicalKey.Unknown);
        problem = "";
        var words = text.Split('+', StringSplitOptions.TrimEntries);
        if (words.Length > MaxKeys)
        {
            problem = $"'{text}' has {words.Length} keys; at most {MaxKeys} together";
            return false;
        }

        var keys = new (PhysicalKey, PhysicalKey)[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var pair = Array.Find(s_pairs, p => p.Name.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (pair.Name is not null)
            {
                keys[i] = (pair.Left, pair.Left + 4);
            }
            else if (KeyNames.TryParse(word, out var key))
            {
                keys[i] = (key, key);
            }
            else
            {
                problem = $"'{word}' is not a key; names are such as ScrollLock, RightCtrl, F12, Pause, or KEY_ names of Linux";
                return false;
            }
        }

        chord = new KeyChord(keys);
        return true;
    }

    /// <summary>The key is one of the chord's.</summary>
    public bool Contains(PhysicalKey key)
    {
        foreach (var (one, or) in _keys)
        {
            if (key == one || key == or)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every key of the chord is down.</summary>
    public bool IsDown(KeySet down)
    {
        foreach (var (one, or) in _keys)
        {
            if (!down.Contains(one) && !down.Contains(or))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('+', _keys.Select(k => k.Key == k.Or ? KeyNames.Describe(k.Key) : KeyNames.Describe(k.Key)["Left ".Length..]));
}
