using System.Diagnostics;
using Oriel.Interop.Linux.Sdl;
using Oriel.Sound.Devices;

namespace Oriel.Sound.Tests.Real;

/// <summary>
/// A sound card on this machine's clock that forgives: when its thread runs late it takes what is due and loses nothing. So what it recorded is what the engine gave, also on a
/// machine that is too busy for a sound server.
/// </summary>
internal sealed class PacedCard : IAudioBackend
{
    private readonly Lock _gate = new();
    private readonly List<float> _left = [];

    /// <summary>Left channel of everything played so far.</summary>
    public float[] Left
    {
        get
        {
            lock (_gate)
            {
                return [.. _left];
            }
        }
    }

    public IAudioDevice OpenOutput(AudioWish wish, IAudioFill fill) => new Device(this, wish, fill);

    public IAudioDevice OpenInput(AudioWish wish, IAudioTake take) => throw new NotSupportedException();

    private sealed class Device(PacedCard card, AudioWish wish, IAudioFill fill) : IAudioDevice
    {
        private readonly ManualResetEventSlim _end = new();
        private Thread? _thread;

        public AudioFormat Format => wish.Format;

        public int PeriodFrames => wish.PeriodFrames;

        public bool IsLost => false;

        public void Begin()
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "card" };
            _thread.Start();
        }

        public void Dispose()
        {
            _end.Set();
            _thread?.Join();
            _end.Dispose();
        }

        private void Run()
        {
            var started = Stopwatch.GetTimestamp();
            var block = new float[wish.PeriodFrames * wish.Format.Channels];
            long taken = 0;
            while (!_end.Wait(2))
            {
                var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * wish.Format.FrequencyHz);
                for (; taken + wish.PeriodFrames <= due; taken += wish.PeriodFrames)
                {
                    fill.Fill(block);
                    lock (card._gate)
                    {
                        for (var i = 0; i < block.Length; i += wish.Format.Channels)
                        {
                            card._left.Add(block[i]);
                        }
                    }
                }
            }
        }
    }
}
