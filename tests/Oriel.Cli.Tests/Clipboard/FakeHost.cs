using System.Collections.Concurrent;
using Oriel.Display.Clipboard;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>A host's clipboard that does what a test says.</summary>
internal sealed class FakeHost : IHostClipboard
{
    public ConcurrentDictionary<(HostSelection, HostContentType), HostAnswer> Content { get; } = new();

    /// <summary>What was asked of it, in order: "offer Clipboard Text Png", "withdraw Clipboard", "fetch Clipboard Text".</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public bool IsSlow { get; set; }

    public string Description => "a test";

    public bool HasPrimary { get; init; } = true;

    public Action<HostSelection, IReadOnlyList<HostContentType>>? Changed { get; set; }

    public Action<HostSelection>? Lost { get; set; }

    public Action<HostRequest>? Requested { get; set; }

    public void Start() => Calls.Enqueue("start");

    public void Offer(HostSelection selection, IReadOnlyList<HostContentType> types) => Calls.Enqueue($"offer {selection} {string.Join(' ', types)}");

    public void Withdraw(HostSelection selection) => Calls.Enqueue($"withdraw {selection}");

    public async Task<HostAnswer> FetchAsync(HostSelection selection, HostContentType type, CancellationToken cancel = default)
    {
        Calls.Enqueue($"fetch {selection} {type}");
        if (IsSlow)
        {
            var done = new TaskCompletionSource<HostAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = cancel.Register(() => done.TrySetResult(new HostAnswer(HostAnswerOutcome.Cancelled, default)));
            return await done.Task;
        }

        return Content.GetValueOrDefault((selection, type), new HostAnswer(HostAnswerOutcome.Nothing, default));
    }

    /// <summary>Another host program copies something.</summary>
    public void Copy(HostSelection selection, HostContentType type, byte[] content)
    {
        foreach (var old in Content.Keys.Where(k => k.Item1 == selection))
        {
            _ = Content.TryRemove(old, out _);
        }

        Content[(selection, type)] = new HostAnswer(HostAnswerOutcome.Content, content);
        Changed!(selection, [type]);
    }

    /// <summary>A host program pastes what we offer.</summary>
    public Task<byte[]?> Paste(HostSelection selection, HostContentType type, Task? abandoned = null)
    {
        var done = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requested!(new HostRequest(selection, type, content => done.SetResult(content?.ToArray())) { Abandoned = abandoned ?? new TaskCompletionSource().Task });
        return done.Task;
    }

    public void Dispose() => Calls.Enqueue("dispose");
}
