using Oriel.Interop.Linux.Wayland;

namespace Oriel.Display.Clipboard;

/// <summary>Content on its way from a Wayland program. Clipboard thread, except <see cref="Done"/>.</summary>
internal sealed class WaylandFetch(PipeEnd pipe, string name, TaskCompletionSource<HostAnswer> done)
{
    private readonly List<byte[]> _pieces = [];
    private long _bytes;

    public PipeEnd Pipe { get; } = pipe;

    public TaskCompletionSource<HostAnswer> Done { get; } = done;

    public long Due { get; set; }

    /// <summary>Reads what is there. Null while more can come.</summary>
    public HostAnswer? Read(byte[] buffer, long maxBytes)
    {
        while (Pipe.TryRead(buffer) is { } got)
        {
            if (got < 0)
            {
                return new HostAnswer(HostAnswerOutcome.Nothing, default);
            }

            if (got == 0)
            {
                return _bytes == 0 ? new HostAnswer(HostAnswerOutcome.Nothing, default) : new HostAnswer(HostAnswerOutcome.Content, Content());
            }

            _bytes += got;
            if (_bytes > maxBytes)
            {
                return new HostAnswer(HostAnswerOutcome.TooLarge, default);
            }

            _pieces.Add(buffer[..got]);
        }

        return null;
    }

    private byte[] Content()
    {
        var all = new byte[_bytes];
        var at = 0;
        foreach (var piece in _pieces)
        {
            piece.CopyTo(all, at);
            at += piece.Length;
        }

        return ContentNames.TypeOf(name) != HostContentType.Text ? all
            : name == "STRING" ? ClipboardText.FromLatin1(all)
            : ClipboardText.FromUtf8(all);
    }
}
