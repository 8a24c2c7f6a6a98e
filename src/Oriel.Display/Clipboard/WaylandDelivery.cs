using Oriel.Interop.Linux.Wayland;

namespace Oriel.Display.Clipboard;

/// <summary>Content of ours on its way to a Wayland program. Clipboard thread.</summary>
internal sealed class WaylandDelivery(PipeEnd pipe, string name)
{
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PipeEnd Pipe { get; } = pipe;

    public string Name { get; } = name;

    /// <summary>What is left to send; null while it is not there yet.</summary>
    public ReadOnlyMemory<byte>? Left { get; set; }

    public long Due { get; set; }

    public Task Abandoned => _abandoned.Task;

    public void Abandon() => _abandoned.TrySetResult();

    /// <summary>Writes what fits; false when all is written or the reader left.</summary>
    public bool Write()
    {
        while (Left is { Length: > 0 } left)
        {
            if (Pipe.TryWrite(left.Span) is not { } done)
            {
                return true;
            }

            if (done < 0)
            {
                return false;
            }

            Left = left[done..];
        }

        return false;
    }
}
