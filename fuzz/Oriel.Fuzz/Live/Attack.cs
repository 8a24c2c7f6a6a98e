using Oriel.Fuzz.Mutation;
using Oriel.Memory;

namespace Oriel.Fuzz.Live;

/// <summary>An attack in progress: a thread of its own that keeps storing until it is told to end.</summary>
public sealed class Attack : IDisposable
{
    private readonly Region _region;
    private readonly Patch[][] _rounds;
    private readonly Patch[] _undo;
    private readonly Pace _pace;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private long _done;

    private Attack(Region region, Patch[][] rounds, Pace pace)
    {
        _region = region;
        _rounds = rounds;
        _pace = pace;

        // Later stores may lie on top of earlier ones: put back in reverse order.
        _undo = [.. rounds.SelectMany(r => r).DistinctBy(p => (p.Offset, p.Bytes)).Select(p => p.Inverse(region)).Reverse()];
        _thread = new Thread(Run) { Name = "attack", IsBackground = true };
    }

    /// <summary>Starts storing.</summary>
    /// <param name="region">Attacker's own mapping; must outlive the attack.</param>
    /// <param name="rounds">Stores, round by round; repeated.</param>
    /// <param name="pace">How densely.</param>
    public static Attack Start(Region region, Patch[][] rounds, Pace pace)
    {
        var attack = new Attack(region, rounds, pace);
        attack._thread.Start();
        return attack;
    }

    /// <summary>Rounds of stores made so far.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Stops storing; leaves the region as it is.</summary>
    public void Stop()
    {
        _end.Set();
        _thread.Join();
    }

    /// <summary>Puts back what was there before. Only after <see cref="Stop"/>.</summary>
    public void Undo()
    {
        foreach (var patch in _undo)
        {
            patch.Apply(_region);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _end.Dispose();
    }

    private void Run()
    {
        for (var round = 0; !_end.IsSet; round++)
        {
            foreach (var patch in _rounds.Length == 0 ? [] : _rounds[round % _rounds.Length])
            {
                patch.Apply(_region);
            }

            Volatile.Write(ref _done, _done + 1);
            switch (_pace)
            {
                case Pace.Once:
                    _end.Wait();
                    break;
                case Pace.Milliseconds:
                    _end.Wait(1);
                    break;
                case Pace.Tight when round % 16 == 15:
                    // With fewer cores than programs the victim has to get a turn, or nothing is attacked.
                    Thread.Yield();
                    break;
            }
        }
    }
}
