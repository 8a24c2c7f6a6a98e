namespace Oriel.Relay;

/// <summary>Environment errors of this room (ORL2xx).</summary>
public static partial class RelayErrors
{
    /// <summary>The region has no room for a session with its cursor and frame buffers.</summary>
    public static readonly ErrorCode RegionTooSmall = new("ORL210", "the region is too small for a producer", 3);

    /// <summary>A producer needs to write.</summary>
    public static readonly ErrorCode RegionNotWritable = new("ORL211", "the region is not writable", 3);

    /// <summary>The backing store shrank while it was mapped.</summary>
    public static readonly ErrorCode RegionShrank = new("ORL212", "the region shrank while it was in use", 3);
}
