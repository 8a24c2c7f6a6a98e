using System.Collections.Concurrent;

namespace Oriel.Spice.Tests.Transcripts;

/// <summary>A handler that understands nothing and remembers everything.</summary>
internal sealed class RecordingHandler(ChannelType type, byte id = 0) : IChannelHandler
{
    public ChannelType Type => type;

    public byte Id => id;

    public IReadOnlyList<uint> Capabilities { get; init; } = [];

    public Action<RecordingHandler> OnLinked { get; init; } = _ => { };

    public Action<ushort, byte[]> OnMessage { get; init; } = (_, _) => { };

    public ConcurrentQueue<(ushort Type, byte[] Body)> Messages { get; } = [];

    public IChannelSender? Sender { get; private set; }

    public IReadOnlyList<uint> ServerCapabilities { get; private set; } = [];

    public int LinkedCount { get; private set; }

    public int ClosedCount { get; private set; }

    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        Sender = sender;
        ServerCapabilities = serverCapabilities;
        LinkedCount++;
        OnLinked(this);
    }

    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        var copy = body.ToArray();
        Messages.Enqueue((type, copy));
        OnMessage(type, copy);
    }

    public void Closed() => ClosedCount++;
}
