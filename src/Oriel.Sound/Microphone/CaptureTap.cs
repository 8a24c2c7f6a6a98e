using Oriel.Interop.Linux.Sdl;
using Oriel.Sound.Dsp;

namespace Oriel.Sound.Microphone;

/// <summary>What the input device calls: turns samples into 16 bits and puts them into a ring. The ring is set once the device's format is known, before it starts.</summary>
internal sealed class CaptureTap : IAudioTake
{
    private readonly short[] _samples = new short[1920];
    private SampleRing? _ring;

    /// <summary>Where the samples go.</summary>
    public SampleRing? Ring
    {
        get => Volatile.Read(ref _ring);
        set => Volatile.Write(ref _ring, value);
    }

    /// <summary>A sample in 16 bits.</summary>
    public static short ToInt16(float sample) => (short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue);

    /// <inheritdoc/>
    public void Take(ReadOnlySpan<float> input)
    {
        if (Ring is not { } ring)
        {
            return;
        }

        var now = OutputMixer.Now;
        var room = _samples.Length / ring.Format.Channels * ring.Format.Channels;
        while (input.Length > 0)
        {
            var count = Math.Min(room, input.Length);
            for (var i = 0; i < count; i++)
            {
                _samples[i] = ToInt16(input[i]);
            }

            ring.Write(_samples.AsSpan(0, count), now);
            input = input[count..];
        }
    }
}
