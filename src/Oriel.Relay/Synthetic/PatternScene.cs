using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>
/// Everything that is drawn in one frame of a pattern: the background's seed and the rectangles over it, oldest first. A pure function of the
/// pattern and the frame number. Reused; never allocates after construction.
/// </summary>
internal sealed class PatternScene
{
    /// <summary>Frames a random rectangle stays visible.</summary>
    private const int Lifetime = 4;

    private const int MaxRandomRects = 31;
    private const int Sprites = 4;

    private readonly PatternLayer[] _layers = new PatternLayer[Lifetime * MaxRandomRects];
    private int _count;

    /// <summary>Seed of the background.</summary>
    public uint BackgroundSeed { get; private set; }

    /// <summary>Rectangles over the background, in drawing order.</summary>
    public ReadOnlySpan<PatternLayer> Layers => _layers.AsSpan(0, _count);

    /// <summary>Becomes the scene of a frame.</summary>
    public void Compose(TestPattern pattern, uint frame)
    {
        _count = 0;
        BackgroundSeed = pattern.Damage is PatternDamage.None or PatternDamage.Full ? frame : 0;
        if (pattern.Damage == PatternDamage.Moving)
        {
            for (var i = 0u; i < Sprites; i++)
            {
                _layers[_count++] = new PatternLayer(Sprite(pattern, frame, i), unchecked((frame * 5) + i + 1));
            }
        }
        else if (pattern.Damage == PatternDamage.Random)
        {
            for (var age = (uint)Lifetime; age > 0; age--)
            {
                if (age - 1 <= frame)
                {
                    AddRandom(pattern, frame - (age - 1));
                }
            }
        }
    }

    /// <summary>Adds to <paramref name="damage"/> what differs between a frame and the one before.</summary>
    public static void AddDamage(TestPattern pattern, uint frame, DamageList damage)
    {
        switch (pattern.Damage)
        {
            case PatternDamage.None:
                damage.SetEverything();
                return;
            case PatternDamage.Full:
                damage.Add(new DamageRect(0, 0, pattern.Width, pattern.Height));
                return;
        }

        damage.Add(pattern.TagRect);
        if (pattern.Damage == PatternDamage.Moving)
        {
            for (var i = 0u; i < Sprites; i++)
            {
                damage.Add(Sprite(pattern, unchecked(frame - 1), i));
                damage.Add(Sprite(pattern, frame, i));
            }
        }
        else if (pattern.Damage == PatternDamage.Random)
        {
            AddRandomDamage(pattern, frame, damage);
            if (frame >= Lifetime)
            {
                AddRandomDamage(pattern, frame - Lifetime, damage);
            }
        }
    }

    private static DamageRect Sprite(TestPattern pattern, uint frame, uint index)
    {
        var width = Math.Max(1, pattern.Width / (6 + index));
        var height = Math.Max(1, pattern.Height / (5 + index));
        var speed = 2 + (index * 3);
        return new DamageRect(
            Bounce((frame * (ulong)speed) + (index * 97), pattern.Width - width),
            Bounce((frame * (ulong)(speed + 1)) + (index * 61), pattern.Height - height),
            width,
            height);
    }

    /// <summary>A triangle wave over 0..range.</summary>
    private static uint Bounce(ulong step, uint range)
    {
        if (range == 0)
        {
            return 0;
        }

        var phase = step % (2UL * range);
        return (uint)(phase <= range ? phase : (2UL * range) - phase);
    }

    private static uint RandomCount(uint frame) => Mix(frame, 0) % (MaxRandomRects + 1);

    private static DamageRect RandomRect(TestPattern pattern, uint frame, uint index)
    {
        var width = 1 + (Mix(frame, (4 * index) + 1) % Math.Max(1, pattern.Width / 8));
        var height = 1 + (Mix(frame, (4 * index) + 2) % Math.Max(1, pattern.Height / 8));
        var x = Mix(frame, (4 * index) + 3) % (pattern.Width - width + 1);
        var y = Mix(frame, (4 * index) + 4) % (pattern.Height - height + 1);
        return new DamageRect(x, y, width, height);
    }

    private static void AddRandomDamage(TestPattern pattern, uint frame, DamageList damage)
    {
        var count = RandomCount(frame);
        for (var i = 0u; i < count; i++)
        {
            damage.Add(RandomRect(pattern, frame, i));
        }
    }

    /// <summary>A fixed integer hash (two rounds of multiply and shift).</summary>
    private static uint Mix(uint a, uint b)
    {
        unchecked
        {
            var h = (a * 0x9E3779B1u) ^ (b * 0x85EBCA6Bu) ^ 0x27D4EB2Fu;
            h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
            h = (h ^ (h >> 12)) * 0x297A2D39u;
            return h ^ (h >> 15);
        }
    }

    private void AddRandom(TestPattern pattern, uint frame)
    {
        var count = RandomCount(frame);
        for (var i = 0u; i < count; i++)
        {
            _layers[_count++] = new PatternLayer(RandomRect(pattern, frame, i), unchecked(frame + 1 + (i * 0x101)));
        }
    }
}
