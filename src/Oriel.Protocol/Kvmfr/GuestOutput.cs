namespace Oriel.Protocol.Kvmfr;

/// <summary>One output of the guest.</summary>
/// <param name="Name">Its name in the guest.</param>
/// <param name="Width">Pixels across; 0 = unknown.</param>
/// <param name="Height">Rows; 0 = unknown.</param>
/// <param name="RefreshMilliHz">Refresh rate in thousandths of a hertz; 0 = unknown.</param>
/// <param name="IsCaptured">This one is being captured.</param>
/// <param name="IsPrimary">The guest calls it its primary one.</param>
public sealed record GuestOutput(string Name, uint Width, uint Height, uint RefreshMilliHz, bool IsCaptured, bool IsPrimary);
