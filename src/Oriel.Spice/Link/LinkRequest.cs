using System.Buffers.Binary;

namespace Oriel.Spice.Link;

/// <summary>What a client asks for at the start of a stream (spice.md sections 3.1, 3.2).</summary>
/// <param name="Type">The channel's type.</param>
/// <param name="Id">The channel's number.</param>
/// <param name="ConnectionId">0 for a new main channel, else the session id of MAIN_INIT.</param>
/// <param name="Capabilities">Channel capability words.</param>
internal sealed record LinkRequest(ChannelType Type, byte Id, uint ConnectionId, IReadOnlyList<uint> Capabilities)
{
    /// <summary>AUTH_SELECTION, AUTH_SPICE and MINI_HEADER (spice.md section 3.4).</summary>
    public IReadOnlyList<uint> CommonCapabilities { get; init; } = [Common.Usual];

    /// <summary>"display 0", for sentences.</summary>
    public string Name => $"{Type.ToString().ToUpperInvariant()} {Id}";

    /// <summary>Header, message and words as they go out.</summary>
    public byte[] Encode()
    {
        var size = LinkWire.MessageSize + (4 * (CommonCapabilities.Count + Capabilities.Count));
        var bytes = new byte[LinkWire.HeaderSize + size];
        var at = bytes.AsSpan();
        LinkWire.Magic.CopyTo(at);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], LinkWire.Major);
        BinaryPrimitives.WriteUInt32LittleEndian(at[8..], LinkWire.Minor);
        BinaryPrimitives.WriteUInt32LittleEndian(at[12..], (uint)size);
        at = at[LinkWire.HeaderSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(at, ConnectionId);
        at[4] = (byte)Type;
        at[5] = Id;
        BinaryPrimitives.WriteUInt32LittleEndian(at[6..], (uint)CommonCapabilities.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(at[10..], (uint)Capabilities.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(at[14..], LinkWire.MessageSize);
        at = at[LinkWire.MessageSize..];
        foreach (var word in CommonCapabilities.Concat(Capabilities))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(at, word);
            at = at[4..];
        }

        return bytes;
    }

    /// <summary>Bits of the common capability words.</summary>
    internal static class Common
    {
        public const int AuthSelection = 0;
        public const int AuthSpice = 1;
        public const int AuthSasl = 2;
        public const int MiniHeader = 3;
        public const uint Usual = (1u << AuthSelection) | (1u << AuthSpice) | (1u << MiniHeader);
    }
}
