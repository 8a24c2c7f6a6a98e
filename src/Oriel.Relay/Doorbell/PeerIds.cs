namespace Oriel.Relay.Doorbell;

/// <summary>
/// Gives out numbers of peers, 1 to 65534, in turn: one that was given back comes again only after all others, so that a late ring for a peer that has gone does not
/// wake its successor. 0 is never given: in a guest it is also what a device without server tells.
/// </summary>
internal sealed class PeerIds(ushort first)
{
    private const ushort Last = ushort.MaxValue - 1;
    private ushort _next = Math.Clamp(first, (ushort)1, Last);

    /// <summary>The next that is not in use. There are far fewer peers than numbers.</summary>
    public ushort Take(Func<ushort, bool> isUsed)
    {
        while (true)
        {
            var id = _next;
            _next = id == Last ? (ushort)1 : (ushort)(id + 1);
            if (!isUsed(id))
            {
                return id;
            }
        }
    }
}
