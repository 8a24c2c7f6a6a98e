namespace Oriel.Display.Clipboard;

/// <summary>
/// The clipboard of the host's desktop. Content is passed only when somebody asks: an offer names types. Members are for any thread and never block; callbacks come one at a time on the
/// clipboard's own thread and must only post elsewhere. Set them before <see cref="Start"/>.
/// </summary>
public interface IHostClipboard : IDisposable
{
    /// <summary>Name of what lies below, for the log.</summary>
    string Description { get; }

    /// <summary>There is a primary selection besides the clipboard.</summary>
    bool HasPrimary { get; }

    /// <summary>Another program offers these types now; none = the selection is empty. Our own offers are not reported. Comes once for what was there at the start.</summary>
    Action<HostSelection, IReadOnlyList<HostContentType>>? Changed { get; set; }

    /// <summary>Another program took a selection that was ours.</summary>
    Action<HostSelection>? Lost { get; set; }

    /// <summary>A host program pastes what we offered. Must be answered or refused; after a while the program is told no in any case.</summary>
    Action<HostRequest>? Requested { get; set; }

    /// <summary>Begins.</summary>
    void Start();

    /// <summary>Takes a selection and offers these types.</summary>
    void Offer(HostSelection selection, IReadOnlyList<HostContentType> types);

    /// <summary>Gives a selection up, if it is ours.</summary>
    void Withdraw(HostSelection selection);

    /// <summary>Asks the owner for content. Never throws; the outcome says what happened. Bounded in time and size.</summary>
    Task<HostAnswer> FetchAsync(HostSelection selection, HostContentType type, CancellationToken cancel = default);
}
