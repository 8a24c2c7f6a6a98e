namespace Oriel.Memory;

/// <summary>What became of one request to a <see cref="DescriptorSocket"/>. None of them is an exception: peers do all of this.</summary>
public enum SocketOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Not now: the other side has to read or write first.</summary>
    WouldBlock,

    /// <summary>The other side closed the connection, or it broke.</summary>
    Gone,

    /// <summary>Descriptors or kernel memory are used up; it may work later.</summary>
    NoResources,

    /// <summary>The other side sent something that no peer sends.</summary>
    Refused,
}
