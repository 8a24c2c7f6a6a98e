namespace Oriel.Spice.Session;

/// <summary>What a <see cref="ChannelKeeper"/> tells the session; from the pool.</summary>
internal interface IKeeperListener
{
    /// <summary>The channel is linked.</summary>
    void Linked(IChannelHandler handler);

    /// <summary>The channel is not linked any more.</summary>
    void Unlinked(IChannelHandler handler);

    /// <summary>It ended or could not be linked, and is tried again.</summary>
    void Troubled(IChannelHandler handler, SpiceException trouble);

    /// <summary>The keeper is done.</summary>
    void Ended(ChannelKeeper keeper);

    /// <summary>A fact for the log.</summary>
    void Log(string fact);
}
