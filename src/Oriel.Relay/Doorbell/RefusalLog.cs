using System.Diagnostics;
using Oriel.Memory;

namespace Oriel.Relay.Doorbell;

/// <summary>Refused connections, told at a limited rate: the first at once, those of the following second in one line. Server thread only.</summary>
internal sealed class RefusalLog(string machine, Action<ServerEvent> report)
{
    private long _quietUntil;
    private int _more;
    private (PeerIdentity? Peer, string Reason) _last;

    /// <summary>When something is to be told (Stopwatch); <see cref="long.MaxValue"/> when nothing is.</summary>
    public long NextReport => _more > 0 ? _quietUntil : long.MaxValue;

    /// <summary>One was refused.</summary>
    public void Add(PeerIdentity? peer, string reason)
    {
        var now = Stopwatch.GetTimestamp();
        if (_more == 0 && now >= _quietUntil)
        {
            _quietUntil = now + Stopwatch.Frequency;
            report(new(ServerEventKind.Refused, machine, null, peer, reason));
            return;
        }

        _more++;
        _last = (peer, reason);
    }

    /// <summary>Tells what has gathered, once its time has come.</summary>
    public void Report(long now)
    {
        if (_more > 0 && now >= _quietUntil)
        {
            _quietUntil = now + Stopwatch.Frequency;
            report(new(ServerEventKind.Refused, machine, null, _last.Peer, _more == 1 ? _last.Reason : $"{_last.Reason} (the last of {_more})"));
            _more = 0;
        }
    }
}
