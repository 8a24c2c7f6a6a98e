namespace Oriel.Sound.Dsp;

/// <summary>
/// How the channels of a stream become those of a device: a matrix of gains. Equal numbers pass unchanged; otherwise every channel goes to the speaker of its name, or is
/// shared among the nearest (3 dB down, as in ITU-R BS.775), and the whole is scaled so that nothing clips. Low frequencies without a speaker of their own are left out.
/// </summary>
internal static class ChannelMix
{
    private const float Half = 0.70710678f;

    private static readonly Speaker[][] s_layouts =
    [
        [Speaker.Centre],
        [Speaker.Left, Speaker.Right],
        [Speaker.Left, Speaker.Right, Speaker.Low],
        [Speaker.Left, Speaker.Right, Speaker.BackLeft, Speaker.BackRight],
        [Speaker.Left, Speaker.Right, Speaker.Low, Speaker.BackLeft, Speaker.BackRight],
        [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Low, Speaker.BackLeft, Speaker.BackRight],
        [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Low, Speaker.BackCentre, Speaker.SideLeft, Speaker.SideRight],
        [Speaker.Left, Speaker.Right, Speaker.Centre, Speaker.Low, Speaker.BackLeft, Speaker.BackRight, Speaker.SideLeft, Speaker.SideRight],
    ];

    private enum Speaker
    {
        Left,
        Right,
        Centre,
        Low,
        BackLeft,
        BackRight,
        BackCentre,
        SideLeft,
        SideRight,
    }

    /// <summary>Gains, one row of <paramref name="source"/> entries for each target channel.</summary>
    /// <param name="source">Channels of the stream, 1 to 8.</param>
    /// <param name="target">Channels of the device, 1 to 8.</param>
    public static float[] Matrix(int source, int target)
    {
        var gains = new float[source * target];
        if (source == target)
        {
            for (var i = 0; i < source; i++)
            {
                gains[(i * source) + i] = 1;
            }

            return gains;
        }

        var to = s_layouts[target - 1];
        if (source == 1)
        {
            // Mono is heard at full level on both sides.
            gains[0] = 1;
            gains[1] = 1;
            return gains;
        }

        for (var from = 0; from < source; from++)
        {
            Place(s_layouts[source - 1][from], 1, to, (speaker, gain) => gains[(Array.IndexOf(to, speaker) * source) + from] += gain, depth: 0);
        }

        var loudest = Enumerable.Range(0, target).Max(row => gains.AsSpan(row * source, source).ToArray().Sum());
        if (loudest > 1)
        {
            for (var i = 0; i < gains.Length; i++)
            {
                gains[i] /= loudest;
            }
        }

        return gains;
    }

    private static void Place(Speaker speaker, float gain, Speaker[] to, Action<Speaker, float> add, int depth)
    {
        if (Array.IndexOf(to, speaker) >= 0)
        {
            add(speaker, gain);
            return;
        }

        if (depth > 3)
        {
            return;
        }

        (Speaker, float)[] instead = speaker switch
        {
            // Missing only where there is a single speaker.
            Speaker.Left or Speaker.Right => [(Speaker.Centre, Half)],
            Speaker.Centre => [(Speaker.Left, Half), (Speaker.Right, Half)],
            Speaker.BackLeft => Array.IndexOf(to, Speaker.SideLeft) >= 0 ? [(Speaker.SideLeft, 1)] : [(Speaker.Left, Half)],
            Speaker.BackRight => Array.IndexOf(to, Speaker.SideRight) >= 0 ? [(Speaker.SideRight, 1)] : [(Speaker.Right, Half)],
            Speaker.SideLeft => Array.IndexOf(to, Speaker.BackLeft) >= 0 ? [(Speaker.BackLeft, 1)] : [(Speaker.Left, Half)],
            Speaker.SideRight => Array.IndexOf(to, Speaker.BackRight) >= 0 ? [(Speaker.BackRight, 1)] : [(Speaker.Right, Half)],
            Speaker.BackCentre => [(Speaker.BackLeft, Half), (Speaker.BackRight, Half)],
            _ => [],
        };
        foreach (var (next, share) in instead)
        {
            Place(next, gain * share, to, add, depth + 1);
        }
    }
}
