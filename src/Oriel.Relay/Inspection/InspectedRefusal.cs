using Oriel.Protocol;

namespace Oriel.Relay.Inspection;

/// <summary>Why something was refused.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="Seen">Offending number.</param>
/// <param name="Limit">What it was compared with.</param>
/// <param name="Reason">One line for people.</param>
public sealed record InspectedRefusal(string Code, ulong Seen, ulong Limit, string Reason)
{
    internal static InspectedRefusal Of(in Reject reject) => new(reject.Code.ToString(), reject.Seen, reject.Limit, reject.ToString());
}
