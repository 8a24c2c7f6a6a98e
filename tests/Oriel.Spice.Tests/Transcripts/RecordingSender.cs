namespace Oriel.Spice.Tests.Transcripts;

/// <summary>A way out that only remembers.</summary>
internal sealed class RecordingSender : IChannelSender
{
    public List<(ushort Type, byte[] Body)> Sent { get; } = [];

    public bool Send(ushort type, ReadOnlySpan<byte> body)
    {
        Sent.Add((type, body.ToArray()));
        return true;
    }

    /// <summary>What was sent since the last call, one "type:body" each.</summary>
    public string[] Take()
    {
        var taken = Sent.Select(m => $"{m.Type}:{Convert.ToHexString(m.Body)}").ToArray();
        Sent.Clear();
        return taken;
    }
}
