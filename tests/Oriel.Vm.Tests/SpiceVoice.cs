using System.Diagnostics;
using Oriel.Spice.Sound;

namespace Oriel.Vm.Tests;

/// <summary>Speaks a sine into the guest's microphone, in real time, while the guest records.</summary>
internal sealed class SpiceVoice : ICaptureSource, IDisposable
{
    public const double Hertz = 660;
    private readonly ManualResetEventSlim _stop = new();
    private Thread? _thread;

    /// <summary>The guest has recorded at least once.</summary>
    public bool WasAsked { get; private set; }

    public void Start(SoundFormat format, ICaptureTarget target)
    {
        WasAsked = true;
        _stop.Reset();
        _thread = new Thread(() => Speak(format, target)) { Name = "voice", IsBackground = true };
        _thread.Start();
    }

    public void Stop()
    {
        _stop.Set();
        _thread?.Join();
    }

    public void SetVolume(ReadOnlySpan<ushort> channels)
    {
        // A sine is a sine.
    }

    public void SetMute(bool muted)
    {
        // As above.
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private void Speak(SoundFormat format, ICaptureTarget target)
    {
        var started = Stopwatch.GetTimestamp();
        var packet = new short[format.PacketFrames * format.Channels];
        for (long frame = 0; ;)
        {
            for (var i = 0; i < packet.Length; i++)
            {
                packet[i] = (short)Math.Round(16000 * Math.Sin(2 * Math.PI * Hertz * (frame + (i / format.Channels)) / format.FrequencyHz));
            }

            frame += format.PacketFrames;
            var due = TimeSpan.FromSeconds((double)frame / format.FrequencyHz) - Stopwatch.GetElapsedTime(started);
            if ((due > TimeSpan.Zero && _stop.Wait(due)) || _stop.IsSet || !target.Write(packet))
            {
                return;
            }
        }
    }
}
