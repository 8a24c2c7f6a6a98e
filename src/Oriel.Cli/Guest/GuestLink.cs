using Microsoft.Extensions.Logging;
using Oriel.Cli.Fallback;
using Oriel.Cli.Spice;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Spice;
using Oriel.Spice.Picture;

namespace Oriel.Cli.Guest;

/// <summary>
/// The viewer's other line to the guest: the SPICE session and everything that hangs on it. Made and used by the window role; what arrives on other threads is kept until
/// <see cref="TakeStatus"/> asks, and the window is woken.
/// </summary>
internal sealed class GuestLink : IDisposable
{
    private static readonly TimeSpan s_endPatience = TimeSpan.FromSeconds(2);

    private readonly GuestOptions _options;
    private readonly RenderLoop _render;
    private readonly ILogger _log;
    private readonly string _takeBack;
    private readonly OwnershipStack _owned = new();
    private readonly FallbackFeed? _fallback;
    private SpiceStatus? _posted;
    private SpiceStatus _status = new();

    /// <summary>Prepares everything; nothing is connected before <see cref="Start"/>.</summary>
    /// <param name="options">The server, and what to do with it.</param>
    /// <param name="render">The renderer, started.</param>
    /// <param name="wake">Wakes the window role; any thread.</param>
    /// <param name="takeBack">The keys that take a session back from another client, for messages.</param>
    /// <param name="log">Where to write.</param>
    public GuestLink(GuestOptions options, RenderLoop render, Action wake, string takeBack, ILogger log)
    {
        (_options, _render, _takeBack, _log) = (options, render, takeBack, log);
        var handlers = new List<IChannelHandler>();
        DisplayChannel? display = null;
        CursorChannel? cursor = null;
        if (options.ShowFallback)
        {
            handlers.Add(display = new DisplayChannel());
            handlers.Add(cursor = new CursorChannel());
        }

        Session = new SpiceSession(options.Server, handlers)
        {
            StatusChanged = status =>
            {
                Volatile.Write(ref _posted, status);
                wake();
            },
            Logged = text => ViewerLog.Spice(log, text),
        };
        if (display is not null)
        {
            _fallback = _owned.Add(new FallbackFeed(display, cursor!, render.FallbackSink, wanted => Session.SetWanted(display, wanted)));
        }
    }

    /// <summary>The session.</summary>
    public SpiceSession Session { get; }

    /// <summary>The server as the user would write it.</summary>
    public string Address => SpiceAddress.Write(_options.Server);

    /// <summary>Begins.</summary>
    public void Start()
    {
        _fallback?.Start();
        ShowSource(_render.ShownSource);
        Session.Start();
    }

    /// <summary>The picture comes from somewhere else now. Any thread.</summary>
    public void ShowSource(ShownSource source) => _fallback?.SetWanted(source != ShownSource.Relay);

    /// <summary>The latest status not taken yet, after the words on the screen follow it; null when there is none.</summary>
    public SpiceStatus? TakeStatus()
    {
        if (Interlocked.Exchange(ref _posted, null) is not { } status)
        {
            return null;
        }

        var before = _status;
        _status = status;
        if (status.State != before.State || status.Detail != before.Detail)
        {
            ViewerLog.SpiceStatus(_log, status.State, Address, status.Detail);
        }

        _render.SetStatusNote(GuestWords.Note(status, Address, _options.IsGiven, _takeBack));
        if (GuestWords.Notice(before, status, _options.IsGiven, _takeBack) is { } notice)
        {
            _render.ShowNotice(notice);
        }

        return status;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // First the session: keys that are down go up while the server still listens. It bounds itself; the limit here is for a pool that is stuck.
        var ended = Task.Run(async () => await Session.DisposeAsync());
        if (!ended.Wait(s_endPatience))
        {
            ViewerLog.Spice(_log, "the session did not end in time");
        }

        _owned.Dispose();
    }
}
