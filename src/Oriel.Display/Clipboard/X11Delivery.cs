namespace Oriel.Display.Clipboard;

/// <summary>One conversion a host program asked us for. Clipboard thread.</summary>
internal sealed class X11Delivery(uint requestor, uint selection, uint target, uint property, uint time)
{
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public uint Requestor { get; } = requestor;

    public uint Selection { get; } = selection;

    public uint Target { get; } = target;

    public uint Property { get; } = property;

    public uint Time { get; } = time;

    /// <summary>The MULTIPLE request this is a part of; null = it stands alone.</summary>
    public X11Multiple? Group { get; init; }

    /// <summary>Content that goes piece by piece; null while it is not there yet.</summary>
    public ReadOnlyMemory<byte>? Pieces { get; set; }

    /// <summary>Type the content is marked with.</summary>
    public uint ContentType { get; set; }

    public int Position { get; set; }

    /// <summary>When the wait has lasted too long, <see cref="Environment.TickCount64"/>.</summary>
    public long Due { get; set; }

    public Task Abandoned => _abandoned.Task;

    public void Abandon() => _abandoned.TrySetResult();
}
