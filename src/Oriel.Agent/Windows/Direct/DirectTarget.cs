using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows.Direct;

/// <summary>Where a GPU may write: the region of the running session and the producer that shares it out.</summary>
/// <param name="Region">The shared memory.</param>
/// <param name="Producer">Its producer.</param>
internal sealed record DirectTarget(Region Region, RelayProducer Producer);
