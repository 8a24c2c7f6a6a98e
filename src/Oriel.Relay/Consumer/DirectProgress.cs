namespace Oriel.Relay.Consumer;

/// <summary>How far a frame is that a sink takes where it lies.</summary>
public enum DirectProgress
{
    /// <summary>It is still being read.</summary>
    Pending,

    /// <summary>Nothing of the region is read any more; the sink has its own picture of the frame.</summary>
    Read,

    /// <summary>It could not be read. Nothing of the region is read any more.</summary>
    Failed,
}
