using Oriel.Spice.Sound;

namespace Oriel.Spice.Tests.Sound;

/// <summary>Stands in for libopus, which this room does not know: a packet's first byte decides what "decoding" gives. Counts what is not disposed.</summary>
internal sealed class FakeOpus : IOpusCodec
{
    public int Open { get; private set; }

    public List<int> PacketLengths { get; } = [];

    public IOpusDecoder? CreateDecoder(SoundFormat format)
    {
        Open++;
        return new Coder(this, format);
    }

    public IOpusEncoder? CreateEncoder(SoundFormat format)
    {
        Open++;
        return new Coder(this, format);
    }

    private sealed class Coder(FakeOpus owner, SoundFormat format) : IOpusDecoder, IOpusEncoder
    {
        private bool _disposed;

        public int Decode(ReadOnlySpan<byte> packet, Span<short> samples)
        {
            Assert.False(_disposed);
            Assert.InRange(packet.Length, 1, 3828);
            Assert.Equal(5760 * format.Channels, samples.Length);
            owner.PacketLengths.Add(packet.Length);
            if (packet[0] != 0xF4)
            {
                return -4;
            }

            samples[..(480 * format.Channels)].Fill(7);
            return 480;
        }

        public int Encode(ReadOnlySpan<short> samples, Span<byte> packet)
        {
            Assert.False(_disposed);
            Assert.Equal(480 * format.Channels, samples.Length);
            Assert.Equal(480, packet.Length);
            packet[0] = 0xF4;
            return 120;
        }

        public void Dispose()
        {
            Assert.False(_disposed);
            _disposed = true;
            owner.Open--;
        }
    }
}
