using Oriel.Protocol.Kvmfr;

namespace Oriel.Relay.Synthetic;

/// <summary>A rectangle drawn over the background with its own content.</summary>
/// <param name="Rect">Where, inside the picture.</param>
/// <param name="Seed">Which content.</param>
internal readonly record struct PatternLayer(DamageRect Rect, uint Seed);
