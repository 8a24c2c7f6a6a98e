using System.Collections.Concurrent;
using Oriel.Display.Clipboard;
using Oriel.Testing;

namespace Oriel.Display.Tests.Clipboard;

/// <summary>A host clipboard with what it reported, and content to hand out.</summary>
internal sealed class ClipboardProbe : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<HostSelection, IReadOnlyList<HostContentType>> _seen = new();

    public ClipboardProbe(IHostClipboard clipboard)
    {
        Clipboard = clipboard;
        clipboard.Changed = (selection, types) =>
        {
            _seen[selection] = types;
            Interlocked.Increment(ref _changes);
        };
        clipboard.Lost = Losses.Enqueue;
        clipboard.Requested = request =>
        {
            Requests.Enqueue(request);
            if (Answers.TryGetValue(request.Type, out var content))
            {
                request.Answer(content);
            }
        };
        clipboard.Start();
    }

    public IHostClipboard Clipboard { get; }

    public ConcurrentDictionary<HostContentType, byte[]> Answers { get; } = new();

    public ConcurrentQueue<HostRequest> Requests { get; } = new();

    public ConcurrentQueue<HostSelection> Losses { get; } = new();

    private int _changes;

    public int Changes => Volatile.Read(ref _changes);

    public void WaitFor(HostSelection selection, params HostContentType[] types) => Eventually.True(
        () => _seen.TryGetValue(selection, out var seen) && types.All(seen.Contains) && (types.Length > 0 || seen.Count == 0),
        s_patience,
        () => $"{selection} has {(_seen.TryGetValue(selection, out var seen) ? string.Join(' ', seen) : "nothing said")}, not {string.Join(' ', types)}");

    public void Dispose() => Clipboard.Dispose();
}
