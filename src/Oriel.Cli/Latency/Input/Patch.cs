using System.Globalization;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Latency.Input;

/// <summary>A rectangle of the frame as it lies in memory, before any rotation.</summary>
/// <param name="X">Pixels from the left.</param>
/// <param name="Y">Pixels from the top.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal readonly record struct Patch(int X, int Y, int Width, int Height)
{
    /// <summary>More pixels would cost time where latency is measured: each frame that touches the patch is compared with what it was.</summary>
    public const int MostPixels = 512 * 512;

    /// <summary>Reads X,Y,WxH.</summary>
    public static bool TryParse(string text, out Patch patch)
    {
        patch = default;
        var parts = text.Split(',', 'x');
        Span<int> numbers = stackalloc int[4];
        if (parts.Length != 4 || text.Count(c => c == ',') != 2)
        {
            return false;
        }

        for (var i = 0; i < 4; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] > 32767)
            {
                return false;
            }
        }

        patch = new Patch(numbers[0], numbers[1], numbers[2], numbers[3]);
        return patch is { Width: > 0, Height: > 0 } && (long)patch.Width * patch.Height <= MostPixels;
    }

    /// <summary>As damage is told.</summary>
    public DamageRect Rect => new((uint)X, (uint)Y, (uint)Width, (uint)Height);

    /// <summary>True when the damage touches it.</summary>
    public bool IsTouched(DamageList damage)
    {
        if (damage.IsEverything)
        {
            return true;
        }

        foreach (var rect in damage.Rects)
        {
            if (rect.X < X + Width && X < rect.X + (long)rect.Width && rect.Y < Y + Height && Y < rect.Y + (long)rect.Height)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Width}x{Height}");
}
