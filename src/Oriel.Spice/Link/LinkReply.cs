namespace Oriel.Spice.Link;

/// <summary>What a server answers (spice.md section 3.3), checked.</summary>
/// <param name="Error">0, or a link error.</param>
/// <param name="PublicKey">162 bytes of DER.</param>
/// <param name="CommonCapabilities">Words.</param>
/// <param name="Capabilities">Words of the channel.</param>
internal sealed record LinkReply(uint Error, byte[] PublicKey, IReadOnlyList<uint> CommonCapabilities, IReadOnlyList<uint> Capabilities)
{
    /// <summary>Checks the 16 bytes in front and says how many follow.</summary>
    /// <exception cref="SpiceException">Not SPICE, another version, or a size no server has.</exception>
    public static int CheckHeader(ReadOnlySpan<byte> header, string peer)
    {
        if (!header[..4].SequenceEqual(LinkWire.Magic))
        {
            var hint = header[0] == 0x15 && header[1] == 3 ? "; that looks like TLS" : "";
            throw new SpiceException(SpiceFailure.NotSpice, $"{peer} does not speak SPICE: it answers {Convert.ToHexString(header[..4])} where 52454451 is due{hint}");
        }

        var fields = new WireReader(header[4..], "link header");
        var (major, minor, size) = (fields.U32(), fields.U32(), fields.U32());
        if (major != LinkWire.Major)
        {
            throw new SpiceException(SpiceFailure.NotSpice, $"{peer} speaks SPICE {major}.{minor}, not {LinkWire.Major}");
        }

        return size is >= LinkWire.ReplySize and <= LinkWire.MaxReplySize
            ? (int)size
            : throw new SpiceException(SpiceFailure.Protocol, $"{peer} announces a link reply of {size} bytes; {LinkWire.ReplySize} to {LinkWire.MaxReplySize} are possible");
    }

    /// <summary>Reads the bytes after the header.</summary>
    /// <exception cref="SpiceException">The capability words are not inside.</exception>
    public static LinkReply Parse(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, "link reply");
        var error = fields.U32();
        var key = fields.Bytes(LinkWire.KeySize).ToArray();
        var (common, channel, offset) = (fields.U32(), fields.U32(), fields.U32());
        if (error != 0)
        {
            return new LinkReply(error, key, [], []);
        }

        if (common > LinkWire.MaxWords || channel > LinkWire.MaxWords)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"link reply: {common} common and {channel} channel capability words; {LinkWire.MaxWords} are possible");
        }

        var words = fields.At(offset);
        return new LinkReply(0, key, Words(ref words, common), Words(ref words, channel));
    }

    private static uint[] Words(ref WireReader from, uint count)
    {
        var words = new uint[count];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = from.U32();
        }

        return words;
    }
}
