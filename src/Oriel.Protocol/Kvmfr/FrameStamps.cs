namespace Oriel.Protocol.Kvmfr;

/// <summary>One entry of the timing record's ring: a frame's times on the producer's clock, nanoseconds, as the producer wrote them; 0 = not known. Any number can come.</summary>
/// <param name="Serial">The frame's serial.</param>
/// <param name="CapturedNs">It was on the guest's screen, or its pixels began to be read.</param>
/// <param name="PublishedNs">Just before its message was posted.</param>
/// <param name="FilledNs">Its last pixel was in the region.</param>
public readonly record struct FrameStamps(uint Serial, ulong CapturedNs, ulong PublishedNs, ulong FilledNs);
