namespace Oriel.Protocol.Kvmfr;

/// <summary>Queue numbers of KVMFR (kvmfr.md section 1).</summary>
public static class KvmfrQueues
{
    /// <summary>Pointer messages.</summary>
    public const uint Pointer = 1;

    /// <summary>Frames for everybody.</summary>
    public const uint Frame = 2;

    /// <summary>Frames for the owner of the schedule, first of two (27 on).</summary>
    public const uint FirstOwner = 3;

    /// <summary>Frames for the owner of the schedule, second of two (27 on).</summary>
    public const uint SecondOwner = 4;

    /// <summary>Input status (30 on).</summary>
    public const uint Input = 5;

    /// <summary>Clipboard status (30 on).</summary>
    public const uint Clipboard = 6;

    /// <summary>True when the queue's payloads are frames.</summary>
    public static bool CarriesFrames(uint queueId) => queueId is >= Frame and <= SecondOwner;
}
