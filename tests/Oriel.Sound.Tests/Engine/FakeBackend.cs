using Oriel.Interop.Linux.Sdl;
using Oriel.Sound.Devices;

namespace Oriel.Sound.Tests.Engine;

/// <summary>Sound cards made of nothing: a test turns their crank, breaks them, and sees when they are opened and closed.</summary>
internal sealed class FakeBackend : IAudioBackend
{
    private readonly Lock _gate = new();
    private readonly List<FakeDevice> _devices = [];

    /// <summary>Thrown instead of opening anything.</summary>
    public OrielException? Refusal { get; set; }

    /// <summary>What devices give, whatever was wished; null = the wish.</summary>
    public AudioFormat? Gives { get; set; }

    /// <summary>All devices so far.</summary>
    public IReadOnlyList<FakeDevice> Devices
    {
        get
        {
            lock (_gate)
            {
                return [.. _devices];
            }
        }
    }

    public IAudioDevice OpenOutput(AudioWish wish, IAudioFill fill) => Add(new FakeDevice(wish, Gives ?? wish.Format, fill, null));

    public IAudioDevice OpenInput(AudioWish wish, IAudioTake take) => Add(new FakeDevice(wish, Gives ?? wish.Format, null, take));

    private FakeDevice Add(FakeDevice device)
    {
        if (Refusal is { } refusal)
        {
            throw refusal;
        }

        lock (_gate)
        {
            _devices.Add(device);
        }

        return device;
    }

    internal sealed class FakeDevice(AudioWish wish, AudioFormat format, IAudioFill? fill, IAudioTake? take) : IAudioDevice
    {
        private readonly float[] _block = new float[wish.PeriodFrames * format.Channels];
        private volatile bool _lost;
        private volatile bool _begun;
        private volatile bool _closed;

        public AudioWish Wish => wish;

        public AudioFormat Format => format;

        public int PeriodFrames => wish.PeriodFrames;

        public bool IsLost => _lost;

        public bool IsBegun => _begun;

        public bool IsClosed => _closed;

        public void Begin() => _begun = true;

        public void Break() => _lost = true;

        /// <summary>One period.</summary>
        public float[] Turn()
        {
            if (take is not null)
            {
                for (var i = 0; i < _block.Length; i++)
                {
                    _block[i] = 0.25f;
                }

                take.Take(_block);
            }

            fill?.Fill(_block);
            return _block;
        }

        public void Dispose() => _closed = true;
    }
}
