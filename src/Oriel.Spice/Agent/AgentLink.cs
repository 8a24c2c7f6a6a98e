namespace Oriel.Spice.Agent;

/// <summary>
/// The guest agent's byte stream inside the main channel: life cycle, tokens, chunks, capabilities (spice.md section 7). The main channel calls the internal members on
/// its reader; public ones are for any thread.
/// </summary>
public sealed class AgentLink
{
    /// <summary>The main channel was linked and INIT arrived.</summary>
    /// <param name="sender">Way out of the main channel, until <see cref="Detach"/>.</param>
    /// <param name="connected">INIT.agent_connected.</param>
    /// <param name="tokens">INIT.agent_tokens.</param>
    internal void Attach(IChannelSender sender, bool connected, uint tokens) => throw new NotSupportedException();

    /// <summary>AGENT_CONNECTED (null) or AGENT_CONNECTED_TOKENS.</summary>
    internal void Connected(uint? tokens) => throw new NotSupportedException();

    /// <summary>AGENT_DISCONNECTED.</summary>
    internal void Disconnected() => throw new NotSupportedException();

    /// <summary>AGENT_DATA: one chunk.</summary>
    /// <exception cref="SpiceException">It breaks the protocol.</exception>
    internal void Receive(ReadOnlySpan<byte> chunk) => throw new NotSupportedException();

    /// <summary>AGENT_TOKEN.</summary>
    internal void AddTokens(uint count) => throw new NotSupportedException();

    /// <summary>The main channel is gone.</summary>
    internal void Detach() => throw new NotSupportedException();
}
