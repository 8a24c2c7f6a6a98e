namespace Oriel.Spice.Agent;

/// <summary>Where the messages of an <see cref="AgentInbox"/> go.</summary>
internal interface IAgentInboxHandler
{
    /// <summary>Bytes before the content of a clipboard message: its type, and the selection where both sides name one.</summary>
    int ContentHeadBytes { get; }

    /// <summary>A whole message of at most <see cref="AgentInbox.MaxSmallBytes"/>; false when its form is wrong.</summary>
    bool Message(AgentMessageType type, ReadOnlySpan<byte> body);

    /// <summary>Clipboard content of so many bytes begins; null when nobody asked for it, or it is too large.</summary>
    AgentFetch? BeginContent(ReadOnlySpan<byte> head, uint bytes);

    /// <summary>All of it has arrived.</summary>
    void EndContent(AgentFetch fetch);
}
