using System.Diagnostics;
using Oriel.Fuzz.Mutation;
using Oriel.Protocol;
using Oriel.Relay.Consumer;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Fuzz.Live;

/// <summary>A guest and a viewer's feed in this process, on one region.</summary>
public sealed class LivePair : IDisposable
{
    /// <summary>Good pictures in a row that count as "the picture is right again": more than the sink has slots, so each was seen.</summary>
    public const int GoodRun = 4;

    private readonly TempRegion _file = new();
    private readonly IPictureWitness _sink;
    private readonly FeedLoop _feed;
    private readonly ulong _bytes;

    /// <summary>Starts both.</summary>
    /// <param name="profile">What the guest speaks.</param>
    /// <param name="pattern">What it shows.</param>
    /// <param name="bytes">Size of the region.</param>
    /// <param name="rendered">The renderer takes part, and its picture is what counts.</param>
    public LivePair(ProducerProfile profile, TestPattern pattern, ulong bytes, bool rendered = false)
    {
        Profile = profile;
        _bytes = bytes;
        try
        {
            Guest = new HostileGuest(_file.Path, bytes, profile, pattern);
            _sink = rendered ? new RenderedSink(pattern) : new PictureSink(pattern);
            _feed = new FeedLoop(new FeedOptions { Source = _file.Path }, _sink);
            _feed.Start();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>What the guest speaks.</summary>
    public ProducerProfile Profile { get; }

    /// <summary>The guest.</summary>
    public HostileGuest Guest { get; private set; }

    /// <summary>Where the feed puts its pictures.</summary>
    public IPictureWitness Sink => _sink;

    /// <summary>What the feed counted.</summary>
    public RelayCounters Counters => _feed.Counters;

    /// <summary>Refusals by reason.</summary>
    public IEnumerable<(RejectCode Code, long Count)> Rejects =>
        Enum.GetValues<RejectCode>().Where(c => c != RejectCode.None).Select(c => (c, _feed.Counters.Rejected(c))).Where(r => r.Item2 > 0);

    /// <summary>Waits until right pictures arrive that were published from now on; returns how long it took, or null after the limit.</summary>
    public TimeSpan? WaitForPicture(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var first = Guest.Frame;
        while (true)
        {
            _sink.Look();
            if (_sink.GoodRun >= GoodRun && unchecked((int)(_sink.LastGood - first)) >= GoodRun)
            {
                return Stopwatch.GetElapsedTime(started);
            }

            if (Guest.Failure is not null || Stopwatch.GetElapsedTime(started) > limit)
            {
                return null;
            }

            Thread.Sleep(1);
        }
    }

    /// <summary>Attacks for a while, lets good data return as the attack's kind demands, and waits for the picture.</summary>
    public TimeSpan? Survive(Patch[][] rounds, Pace pace, Recovery recovery, TimeSpan duration, TimeSpan limit)
    {
        using (var attack = Attack.Start(Guest.Attacker, rounds, pace))
        {
            Thread.Sleep(duration);
            attack.Stop();
            if (recovery == Recovery.Undo)
            {
                attack.Undo();
            }
        }

        switch (recovery)
        {
            case Recovery.Restart:
                Guest.Restart();
                break;
            case Recovery.Refresh:
                Guest.Refresh();
                break;
            default:
                break;
        }

        return WaitForPicture(limit);
    }

    /// <summary>Does something to the file, lets the viewer meet it, starts another guest on a fresh file, and waits for its picture.</summary>
    public TimeSpan? Survive(FileAttack attack, TimeSpan duration, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(attack);
        attack.Apply(_file.Path);
        Thread.Sleep(duration);
        var pattern = Guest.Pattern;
        Guest.Dispose();
        FileAttack.CleanUp(_file.Path);
        Guest = new HostileGuest(_file.Path, _bytes, Profile, pattern);

        // Its frames count from 1 again: none of the last guest's may pass for them.
        var good = _sink.Good;
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) <= limit)
        {
            _sink.Look();
            if (_sink.Good >= good + GoodRun && _sink.GoodRun >= GoodRun)
            {
                return Stopwatch.GetElapsedTime(started);
            }

            Thread.Sleep(1);
        }

        return null;
    }

    /// <summary>One line about the state of things, for a finding.</summary>
    public string Describe() =>
        $"state {_feed.Status.State} ({_feed.Status.Detail}), good {_sink.Good} (run {_sink.GoodRun}, last {_sink.LastGood}), wrong {_sink.Wrong} ({_sink.Describe()}), other {_sink.Other}, "
        + $"guest at frame {Guest.Frame} after {Guest.Restarts} restarts, failure {Guest.Failure}, rejects {string.Join(' ', Rejects.Select(r => $"{r.Code}={r.Count}"))}, "
        + $"published {Counters.Published} repeats {Counters.Repeats} missed {Counters.Missed} stalled {Counters.Stalled} torn {Counters.Torn} evictions {Counters.Evictions} sessions {Counters.Sessions} noSlot {Counters.NoSlot}";

    /// <inheritdoc/>
    public void Dispose()
    {
        _feed.Dispose();
        Guest.Dispose();
        _sink.Dispose();
        FileAttack.CleanUp(_file.Path);
        _file.Dispose();
    }
}
