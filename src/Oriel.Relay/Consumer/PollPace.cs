namespace Oriel.Relay.Consumer;

/// <summary>
/// How long to wait before the next look. A look costs two or three microseconds, so 200 us between looks while something moves is about two percent of
/// one core and adds 0.1 ms on average; a desktop that stands still is looked at every 2 ms, which is under a percent. A look that took long and
/// brought nothing (a hostile ring of 65536 entries) is followed by a pause three times as long, so the guest can never make us spin.
/// </summary>
internal sealed class PollPace
{
    private const int BusyMs = 200;

    private readonly long _busy;
    private readonly long _idle = HostClock.Ms(2);
    private long _busyUntil = long.MinValue;

    public PollPace(FeedOptions options) => _busy = Math.Min(HostClock.Us(200), HostClock.Of(options.MaxPollInterval));

    /// <summary>When to look again.</summary>
    /// <param name="started">Host ticks when the look began.</param>
    /// <param name="ended">Host ticks when it ended.</param>
    /// <param name="productive">It brought a frame or cursor to the sink.</param>
    public long Next(long started, long ended, bool productive)
    {
        if (productive)
        {
            _busyUntil = ended + HostClock.Ms(BusyMs);
            return ended + _busy;
        }

        var pause = ended < _busyUntil ? _busy : _idle;
        return ended + Math.Max(pause, 3 * (ended - started));
    }
}
