namespace Oriel.Spice.Tests.Sound;

/// <summary>A way out that remembers.</summary>
internal sealed class SentMessages : IChannelSender
{
    public List<(ushort Type, byte[] Body)> All { get; } = [];

    public bool IsClosed { get; set; }

    public bool Send(ushort type, ReadOnlySpan<byte> body)
    {
        if (!IsClosed)
        {
            All.Add((type, body.ToArray()));
        }

        return !IsClosed;
    }
}
