using System.Threading.Channels;
using Oriel.Display.Clipboard;
using Oriel.Spice.Agent;

namespace Oriel.Cli.Clipboard;

/// <summary>
/// The policy between the clipboards of host and guest. Offers name types only. The host's offer reaches the guest when our window has the focus, and is withdrawn when
/// the host's clipboard changes while it has not: a guest can ask for content only while its window is the user's. The guest's offer becomes ours on the host, with the focus too; its content is
/// fetched when a host program pastes. Members are for any thread and never block; everything is worked off in order on the pool.
/// </summary>
internal sealed partial class ClipboardBridge : IDisposable
{
    // A paste whose request is still on its way when the user turns to another window.
    private static readonly TimeSpan s_focusGrace = TimeSpan.FromSeconds(1);

    private readonly AgentLink _agent;
    private readonly IHostClipboard _host;
    private readonly ClipboardOptions _options;
    private readonly Action<string> _notice;
    private readonly TimeProvider _clock;
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Side[] _sides;
    private readonly IReadOnlyList<AgentContentType>?[] _guestNews = new IReadOnlyList<AgentContentType>?[2];
    private readonly IReadOnlyList<HostContentType>?[] _hostNews = new IReadOnlyList<HostContentType>?[2];
    private readonly CancellationTokenSource _end = new();
    private volatile bool _hasFocus;
    private long _focusLostAt = long.MinValue;
    private int _announcement = -1;
    private bool _isDisposed;

    /// <summary>Takes the callbacks of both sides; neither may be running yet.</summary>
    /// <param name="agent">The guest's side; not owned.</param>
    /// <param name="host">The host's side; owned, and started here.</param>
    /// <param name="options">What may pass.</param>
    /// <param name="notice">Shows a sentence to the user; any thread.</param>
    /// <param name="clock">Clock; null = the system's.</param>
    public ClipboardBridge(AgentLink agent, IHostClipboard host, ClipboardOptions options, Action<string> notice, TimeProvider? clock = null)
    {
        (_agent, _host, _options, _notice) = (agent, host, options, notice);
        _clock = clock ?? TimeProvider.System;
        _sides = options.Primary && host.HasPrimary ? [new Side(HostSelection.Clipboard), new Side(HostSelection.Primary)] : [new Side(HostSelection.Clipboard)];
        agent.StatusChanged += _ => Post(OnAgent);
        agent.Grabbed = (selection, types) => GuestNews(selection, types);
        agent.Released = selection => GuestNews(selection, []);
        agent.Requested = request => Post(() => OnGuestAsks(request));
        host.Changed = HostNews;
        host.Lost = selection => Post(() => OnHostTaken(selection));
        host.Requested = request => Post(() => OnHostAsks(request));
        _ = Task.Run(WorkAsync);
        host.Start();
    }

    /// <summary>Transfers large enough that a user waits for them: what is running now, for a mark on the screen; null = none.</summary>
    public string? Activity => _transfers.Words;

    /// <summary>Called when <see cref="Activity"/> changed; any thread. It must only post elsewhere.</summary>
    public Action? ActivityChanged
    {
        get => _transfers.Changed;
        set => _transfers.Changed = value;
    }

    /// <summary>Our window has the keyboard now, or lost it.</summary>
    public void SetFocus(bool hasFocus)
    {
        if (_hasFocus == hasFocus)
        {
            return;
        }

        if (!hasFocus)
        {
            Volatile.Write(ref _focusLostAt, _clock.GetTimestamp());
        }

        _hasFocus = hasFocus;
        if (hasFocus)
        {
            Post(OnFocus);
        }
    }

    /// <summary>Stops all content that is on its way, in either direction. False when there is none.</summary>
    public bool CancelTransfers() => _transfers.CancelAll();

    /// <summary>Ends; what was offered on the host in the guest's name is given up.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _end.Cancel();
        _ = _work.Writer.TryComplete();
        _ = _transfers.CancelAll();
        _host.Dispose();
        _end.Dispose();
    }

    private Side? Of(HostSelection selection) => Array.Find(_sides, s => s.Host == selection);

    private Side? Of(AgentSelection selection) => Array.Find(_sides, s => s.Agent == selection);

    private void Post(Action work) => _ = _work.Writer.TryWrite(work);

    private async Task WorkAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            work();
        }
    }

    // Latest wins on both sides: whoever copies faster than we pass it on costs no memory.
    private void GuestNews(AgentSelection selection, IReadOnlyList<AgentContentType> types)
    {
        if (Of(selection) is { } side && Interlocked.Exchange(ref _guestNews[(int)side.Host], types) is null)
        {
            Post(() => OnGuestOffers(side, Interlocked.Exchange(ref _guestNews[(int)side.Host], null) ?? []));
        }
    }

    private void HostNews(HostSelection selection, IReadOnlyList<HostContentType> types)
    {
        if (Of(selection) is { } side && Interlocked.Exchange(ref _hostNews[(int)selection], types) is null)
        {
            Post(() => OnHostOffers(side, Interlocked.Exchange(ref _hostNews[(int)selection], null) ?? []));
        }
    }

    private void OnAgent()
    {
        var status = _agent.Status;
        if (status.IsAnnounced && status.Announcement == _announcement)
        {
            return;
        }

        // Gone, or another one that knows nothing of earlier offers.
        _announcement = status.IsAnnounced ? status.Announcement : -1;
        foreach (var side in _sides)
        {
            side.IsOfferedToGuest = false;
            side.IsNews = side.HostTypes.Count > 0;
            side.Waiting = null;
            DropGuestOffer(side);
        }

        OnFocus();
    }

    private void OnHostOffers(Side side, IReadOnlyList<HostContentType> types)
    {
        side.HostTypes = types;
        side.IsNews = types.Count > 0;
        side.Waiting = null;
        if (_hasFocus && types.Count > 0)
        {
            OfferToGuest(side);
        }
        else if (side.IsOfferedToGuest)
        {
            // Copied elsewhere, or gone: what the guest was offered is no longer there, and the new content is not the guest's business before the user comes back.
            side.IsOfferedToGuest = false;
            _agent.Release(side.Agent);
        }
    }

    private void OnFocus()
    {
        foreach (var side in _sides)
        {
            if (side.Waiting is { } types)
            {
                side.Waiting = null;
                OfferToHost(side, types);
            }
            else
            {
                OfferToGuest(side);
            }
        }
    }

    // Only what is newer than anything the guest has: coming back to the window must not undo what was copied in the guest.
    private void OfferToGuest(Side side)
    {
        if (_options.ToGuest && _hasFocus && side.IsNews && _agent.Grab(side.Agent, ClipboardTypes.WithConversions(side.HostTypes).ConvertAll(ClipboardTypes.ToAgent)))
        {
            side.IsNews = false;
            side.IsOfferedToGuest = true;
        }
    }

    private void OnGuestOffers(Side side, IReadOnlyList<AgentContentType> types)
    {
        List<HostContentType> known = [.. types.Select(ClipboardTypes.ToHost).OfType<HostContentType>()];
        side.Waiting = null;
        if (known.Count == 0 || !_agent.Status.HasClipboard)
        {
            DropGuestOffer(side);
            return;
        }

        side.IsOfferedToGuest = false;
        side.IsNews = false;
        if (_options.ToHost && IsUsersWindow())
        {
            OfferToHost(side, known);
        }
        else if (_options.ToHost)
        {
            // A guest nobody is looking at must not replace what the user copied on the host meanwhile; it waits for him to come back.
            side.Waiting = known;
        }
    }

    private void OfferToHost(Side side, List<HostContentType> types)
    {
        side.GuestTypes = types;
        side.HostTypes = [];
        _host.Offer(side.Host, ClipboardTypes.WithConversions(types));
    }

    private void DropGuestOffer(Side side)
    {
        if (side.GuestTypes is not null)
        {
            side.GuestTypes = null;
            _host.Withdraw(side.Host);
        }
    }

    private void OnHostTaken(HostSelection selection)
    {
        if (Of(selection) is { } side)
        {
            side.GuestTypes = null;
        }
    }

    /// <summary>One of the two clipboards, on both sides. Worked on by one task only.</summary>
    private sealed class Side(HostSelection host)
    {
        public HostSelection Host { get; } = host;

        public AgentSelection Agent { get; } = host == HostSelection.Primary ? AgentSelection.Primary : AgentSelection.Clipboard;

        /// <summary>What another host program offers.</summary>
        public IReadOnlyList<HostContentType> HostTypes { get; set; } = [];

        /// <summary><see cref="HostTypes"/> came after everything the guest copied, and the guest was not told.</summary>
        public bool IsNews { get; set; }

        /// <summary>What the guest offered while our window had not the focus; null = nothing.</summary>
        public List<HostContentType>? Waiting { get; set; }

        /// <summary>The guest was told of <see cref="HostTypes"/>.</summary>
        public bool IsOfferedToGuest { get; set; }

        /// <summary>What we offer on the host in the guest's name; null = nothing.</summary>
        public List<HostContentType>? GuestTypes { get; set; }
    }
}
