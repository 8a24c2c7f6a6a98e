using Oriel.Spice.Channels;
using Oriel.Spice.Main;
using Oriel.Spice.Session;

namespace Oriel.Spice;

/// <summary>Which channels are linked: those that are wanted and that the server lists, while main lives.</summary>
public sealed partial class SpiceSession
{
    private readonly Events _events;
    private readonly List<ChannelKeeper> _keepers = [];
    private readonly Dictionary<IChannelHandler, string> _troubles = [];
    private readonly List<(ChannelType Type, byte Id)> _linked = [];
    private ChannelSerials _serials = new();
    private TaskCompletionSource _initialized = new();
    private IReadOnlyList<(ChannelType Type, byte Id)> _listed = [];
    private uint _sessionId; // 0 = no session.

    /// <summary>Before main is linked: nothing of the session before is left.</summary>
    /// <returns>Completes with INIT.</returns>
    private Task Prepare(ChannelSerials serials)
    {
        lock (_gate)
        {
            _serials = serials;
            _listed = [];
            _sessionId = 0;
            _troubles.Clear();
            _initialized = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _initialized.Task;
        }
    }

    /// <summary>Starts and stops keepers; under the lock. A channel that is being closed is looked at again when it is.</summary>
    private void Reconcile()
    {
        foreach (var keeper in _keepers.Where(k => _sessionId != 0 && !_wanted.Contains(k.Handler)))
        {
            keeper.Stop(sayGoodbye: true);
        }

        if (_sessionId == 0 || _disposed)
        {
            return;
        }

        foreach (var handler in _wanted)
        {
            if (_listed.Contains((handler.Type, handler.Id)) && _keepers.TrueForAll(k => (k.Handler.Type, k.Handler.Id) != (handler.Type, handler.Id)))
            {
                _keepers.Add(ChannelKeeper.Start(handler, _sessionId, _linker, _serials, _events));
            }
        }
    }

    private async Task StopKeepersAsync(bool sayGoodbye)
    {
        ChannelKeeper[] keepers;
        lock (_gate)
        {
            _sessionId = 0;
            keepers = [.. _keepers];
        }

        foreach (var keeper in keepers)
        {
            keeper.Stop(sayGoodbye);
        }

        await Task.WhenAll(keepers.Select(k => k.Completion)).ConfigureAwait(false);
    }

    /// <summary>What the user should know of channels that are missing; empty when all is well. Under the lock.</summary>
    private string Trouble() => _troubles.Values.FirstOrDefault("");

    private (ChannelType Type, byte Id)[] LinkedChannels() => _main.IsInitialized ? [(ChannelType.Main, 0), .. _linked] : [.. _linked];

    /// <summary>
    /// Snapshot of channels and troubles. Under the lock, so that snapshots come in the order of the facts; the order of the locks is this one, then the board's, and the board
    /// calls nobody from inside.
    /// </summary>
    private void Publish()
    {
        lock (_gate)
        {
            var (channels, trouble) = (LinkedChannels(), Trouble());
            _board.Update(s => s.State is not (SpiceState.Connected or SpiceState.Connecting) ? s
                : s with { Channels = s.Channels.SequenceEqual(channels) ? s.Channels : channels, Detail = s.State == SpiceState.Connected ? trouble : s.Detail });
        }
    }

    /// <summary>Gets what the channels tell; private, so that the session's own members stay its public face.</summary>
    private sealed class Events(SpiceSession session) : IMainListener, IKeeperListener
    {
        public void Initialized(uint sessionId)
        {
            lock (session._gate)
            {
                session._sessionId = sessionId;
                session._initialized.TrySetResult();
            }

            session.Publish();
        }

        public void Listed(IReadOnlyList<(ChannelType Type, byte Id)> channels)
        {
            lock (session._gate)
            {
                session._listed = channels;
                session.Reconcile();
            }
        }

        public void Update(Func<SpiceStatus, SpiceStatus> change) => session._board.Update(change);

        public void Log(string fact) => session.Logged?.Invoke(fact);

        public void Linked(IChannelHandler handler)
        {
            lock (session._gate)
            {
                session._linked.Add((handler.Type, handler.Id));
                session._troubles.Remove(handler);
            }

            session.Publish();
        }

        public void Unlinked(IChannelHandler handler)
        {
            lock (session._gate)
            {
                session._linked.Remove((handler.Type, handler.Id));
            }

            session.Publish();
        }

        public void Troubled(IChannelHandler handler, SpiceException trouble)
        {
            lock (session._gate)
            {
                if (session._sessionId == 0)
                {
                    return; // Main is over: that says it all.
                }

                if (session._troubles.TryGetValue(handler, out var known) && known == trouble.Message)
                {
                    return; // Told and logged; it is tried again and again.
                }

                session._troubles[handler] = trouble.Message;
            }

            Log(trouble.Message);
            session.Publish();
        }

        public void Ended(ChannelKeeper keeper)
        {
            lock (session._gate)
            {
                session._keepers.Remove(keeper);
                session._troubles.Remove(keeper.Handler);
                session.Reconcile();
            }
        }
    }
}
