using System.Collections.Concurrent;

namespace Oriel.Spice.Tests.Picture;

/// <summary>Passes everything on and remembers what it was, for the message of a test that fails.</summary>
internal sealed class TracedHandler(IChannelHandler inner) : IChannelHandler
{
    private readonly ConcurrentQueue<string> _trace = [];

    public ChannelType Type => inner.Type;

    public byte Id => inner.Id;

    public IReadOnlyList<uint> Capabilities => inner.Capabilities;

    /// <summary>The last few things, oldest first.</summary>
    public string Trace => string.Join(" ", _trace);

    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        Note($"linked({serverCapabilities.Count})");
        inner.Linked(sender, serverCapabilities);
    }

    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        Note($"{type}:{body.Length}");
        inner.Handle(type, body);
    }

    public void Closed()
    {
        Note("closed");
        inner.Closed();
    }

    private void Note(string what)
    {
        _trace.Enqueue(what);
        while (_trace.Count > 60)
        {
            _trace.TryDequeue(out _);
        }
    }
}
