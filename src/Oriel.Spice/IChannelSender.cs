namespace Oriel.Spice;

/// <summary>The way out of one linked channel.</summary>
public interface IChannelSender
{
    /// <summary>
    /// Queues one message: a header and this body are written together, in the order of the calls. From any thread; never blocks, copies the body. When the server does
    /// not read and too much is queued, the channel is closed (a stalled server must not cost memory without end).
    /// </summary>
    /// <param name="type">Message type (client to server) of this channel.</param>
    /// <param name="body">The body, any length the message allows.</param>
    /// <returns>False when the channel is closed: the message is gone.</returns>
    bool Send(ushort type, ReadOnlySpan<byte> body);
}
