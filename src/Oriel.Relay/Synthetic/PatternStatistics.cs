namespace Oriel.Relay.Synthetic;

/// <summary>What a <see cref="PatternProducer"/> did so far.</summary>
/// <param name="Published">Frames published.</param>
/// <param name="Repeated">Times the last frame was repeated for a new subscriber.</param>
/// <param name="Dropped">Frames given up because consumers held every buffer until the next one was due.</param>
/// <param name="Busy">Attempts that found every buffer held.</param>
/// <param name="CursorMessages">Pointer messages published.</param>
/// <param name="Sessions">Sessions started; above 1 when the memory was wiped or a lock was stuck.</param>
/// <param name="Evictions">Consumers marked bad.</param>
/// <param name="ControlMessages">Messages of consumers carried out.</param>
/// <param name="AllocatedBytes">Managed bytes allocated by its threads since the 50th frame.</param>
/// <param name="LastFrame">Number of the last frame published.</param>
public sealed record PatternStatistics(
    long Published, long Repeated, long Dropped, long Busy, long CursorMessages, long Sessions, long Evictions, long ControlMessages,
    long AllocatedBytes, uint LastFrame);
