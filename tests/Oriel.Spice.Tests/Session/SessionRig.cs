using System.Collections.Concurrent;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>A session under test with everything it said; ends with the test.</summary>
internal sealed class SessionRig : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public SessionRig(SpiceOptions options, params IReadOnlyList<IChannelHandler> handlers)
    {
        Session = new SpiceSession(options, handlers) { StatusChanged = Statuses.Enqueue, Logged = Log.Enqueue };
        Session.Inputs.ReadyChanged = Ready.Enqueue;
        Session.Inputs.LocksChanged = Locks.Enqueue;
    }

    public SpiceSession Session { get; }

    public ConcurrentQueue<SpiceStatus> Statuses { get; } = [];

    public ConcurrentQueue<string> Log { get; } = [];

    public ConcurrentQueue<bool> Ready { get; } = [];

    public ConcurrentQueue<KeyLocks> Locks { get; } = [];

    /// <summary>Options for a real server.</summary>
    public static SpiceOptions For(SpiceServerPeer peer, string? ticket = null) => new()
    {
        UnixPath = peer.UnixPath,
        Host = "127.0.0.1",
        Port = peer.Port,
        TlsPort = peer.TlsPort,
        Ticket = ticket,
    };

    /// <summary>Starts and waits until keys can be sent.</summary>
    public SessionRig StartReady()
    {
        Session.Start();
        Until(s => s.State == SpiceState.Connected && Session.Inputs.IsReady, "connected with inputs");
        return this;
    }

    /// <summary>Waits for a status.</summary>
    public SpiceStatus Until(Func<SpiceStatus, bool> condition, string description, TimeSpan? limit = null)
    {
        SpiceStatus status = new();
        Eventually.True(() => condition(status = Session.Status), limit ?? Patience, () => $"{description}; now {Session.Status}; log: {string.Join(" | ", Log)}");
        return status;
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
