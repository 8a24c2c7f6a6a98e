namespace Oriel.Spice.Tests.Transcripts;

/// <summary>One unit of a transcript: a part of the link handshake, or one whole message with its header.</summary>
/// <param name="Number">Its number in the file.</param>
/// <param name="FromServer">Direction.</param>
/// <param name="Channel">Channel as the file names it.</param>
/// <param name="Name">"LinkHeader+LinkReply", "DRAW_COPY", …</param>
/// <param name="Bytes">All bytes. Where the file keeps only the first 256 and the last 64 the middle is zero.</param>
/// <param name="IsComplete">The bytes are those that were sent: given in full, or the middle really was zero (the hash says so).</param>
internal sealed record TranscriptUnit(int Number, bool FromServer, string Channel, string Name, byte[] Bytes, bool IsComplete)
{
    public bool IsLinkRequest => Name == "LinkHeader+LinkMess";

    public bool IsLinkReply => Name.StartsWith("LinkHeader+LinkReply", StringComparison.Ordinal);

    public bool IsMechanism => Name == "AuthMechanism";

    public bool IsTicket => Name == "EncryptedTicket";

    public bool IsLinkResult => Name == "LinkResult";

    /// <summary>Part of the handshake, or the end of the stream; not a message.</summary>
    public bool IsLink => IsLinkRequest || IsLinkReply || IsMechanism || IsTicket || IsLinkResult || IsEnd;

    /// <summary>The stream ended here.</summary>
    public bool IsEnd => Name.StartsWith("(connection closed", StringComparison.Ordinal);

    /// <summary>An ACK: where it stands in the file depends on messages the file left out.</summary>
    public bool IsAck => Name == "ACK";

    /// <summary>Message type; only for messages with the 6-byte header.</summary>
    public ushort Type => BitConverter.ToUInt16(Bytes);

    /// <summary>Message body; only for messages with the 6-byte header.</summary>
    public ReadOnlyMemory<byte> Body => Bytes.AsMemory(6);

    public override string ToString() => $"{Number} {(FromServer ? "S>C" : "C>S")} {Channel} {Name}";
}
