namespace Oriel.Spice;

/// <summary>
/// What one channel means. The connection does link, headers, acknowledgements, pings and every other message common to all channels (spice.md sections 3 to 5); this gets
/// the rest. <see cref="Linked"/>, <see cref="Handle"/> and <see cref="Closed"/> are called one at a time, by the channel's reader. They must not block: the
/// server stops sending to a reader that does not read.
/// </summary>
public interface IChannelHandler
{
    /// <summary>The type.</summary>
    ChannelType Type { get; }

    /// <summary>Number among the channels of this type.</summary>
    byte Id { get; }

    /// <summary>Channel capability words to announce (spice.md section 3.4).</summary>
    IReadOnlyList<uint> Capabilities { get; }

    /// <summary>The channel is linked; also after a reconnect. Send what the channel begins with here.</summary>
    /// <param name="sender">The way out, until <see cref="Closed"/>.</param>
    /// <param name="serverCapabilities">The server's channel capability words; missing words are zero.</param>
    void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities);

    /// <summary>One message with a number of 101 or more. Unknown ones are ignored.</summary>
    /// <param name="type">Message type (server to client).</param>
    /// <param name="body">Valid during the call only.</param>
    /// <exception cref="SpiceException">The message breaks the protocol; the channel is closed.</exception>
    void Handle(ushort type, ReadOnlySpan<byte> body);

    /// <summary>The channel ended, for whatever reason. Not called without <see cref="Linked"/> before.</summary>
    void Closed();
}
