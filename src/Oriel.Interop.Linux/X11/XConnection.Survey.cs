namespace Oriel.Interop.Linux.X11;

/// <content>What a server offers, by name.</content>
public sealed unsafe partial class XConnection
{
    /// <summary>The server has this extension. False when the connection was lost.</summary>
    /// <param name="name">As the protocol spells it, for example <c>Present</c>, in ASCII.</param>
    public bool HasExtension(ReadOnlySpan<byte> name) => TryFindExtension(name, out _);
}
