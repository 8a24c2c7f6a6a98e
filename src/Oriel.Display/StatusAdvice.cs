using Oriel.Relay.Consumer;

namespace Oriel.Display;

/// <summary>What somebody who looked closer knows about a missing picture: takes the place of the words a state has by itself.</summary>
/// <param name="State">The state it explains; while the relay is in another one it is not shown.</param>
/// <param name="Seen">What was found.</param>
/// <param name="Advice">What helps.</param>
public sealed record StatusAdvice(RelayState State, string Seen, string Advice);
