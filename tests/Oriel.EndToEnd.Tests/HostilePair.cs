using System.Diagnostics;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// A guest in this process, a viewer's feed in another, one region between them; both live through many attacks. A part that dies is replaced, so that one
/// failing case does not hide the others.
/// </summary>
public class HostilePair : IDisposable
{
    public const uint Width = 320;
    public const uint Height = 240;

    /// <summary>The promise: the right picture within a second of good data returning.</summary>
    public static readonly TimeSpan Promise = TimeSpan.FromSeconds(1);

    private const ulong RegionBytes = 16 << 20;
    private const int Attempts = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TempRegion _file = new();
    private HostileGuest? _guest;
    private HostileVictim? _victim;
    private ProducerProfile _profile = ProducerProfile.P20;

    public string Path => _file.Path;

    public HostileGuest Guest => _guest!;

    public HostileVictim Victim => _victim!;

    /// <summary>The victim has the renderer behind its feed.</summary>
    protected virtual bool IsRendered => false;

    /// <summary>Both run and the picture is right.</summary>
    public void Ready(ProducerProfile profile)
    {
        if (_guest is null || _guest.Failure is not null || _profile != profile)
        {
            NewGuest(profile);
        }

        if (_victim is null || _victim.HasExited)
        {
            _victim?.Dispose();
            _victim = new HostileVictim(Path, Width, Height, IsRendered);
        }

        var seen = PictureIsBack(s_patience);
        Assert.True(seen is not null, $"no picture before the attack, guest {_guest!.Failure}: {_victim.LastWords}\n{_victim.Tail()}");
    }

    /// <summary>Starts another producer on a fresh file of the same name.</summary>
    public void NewGuest(ProducerProfile profile)
    {
        _guest?.Dispose();
        FileAttack.CleanUp(Path);
        _profile = profile;
        _guest = new HostileGuest(Path, RegionBytes, profile, new TestPattern(FrameType.Bgra, Width, Height, PatternDamage.Random));
    }

    /// <summary>Knows where everything lies: waits until every frame buffer and a cursor shape were used.</summary>
    public RegionMap Map()
    {
        RegionMap? map = null;
        Eventually.True(() => (map = RegionMap.Read(Guest.Attacker)) is { Frames.Count: >= 2, Cursors.Count: >= 4 }, s_patience, "the guest fills its rings");
        return map!;
    }

    /// <summary>Attacks until the viewer was seen to do what it must, lets good data return, and requires the right picture in time.</summary>
    /// <param name="corruption">What the guest does.</param>
    /// <param name="profile">What it speaks.</param>
    /// <param name="whileAttacked">Asked when the expectation was met, before good data returns; false counts as not met.</param>
    public void Survives(Corruption corruption, ProducerProfile profile, Func<bool>? whileAttacked = null)
    {
        // An attack races an honest producer for the same words. On a crowded machine it can lose long enough for nothing to be refused, which says nothing about
        // the viewer: then it is tried again. Survival and the way back are required of every attempt.
        var said = "";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (IsSeenToDoWhatItMust(corruption, profile, whileAttacked, out said))
            {
                return;
            }
        }

        Assert.Fail($"expected {corruption.Expected.Kind} {string.Join(' ', corruption.Expected.Codes)} {string.Join(' ', corruption.Expected.States)} in {Attempts} attempts, the viewer said: {said}");
    }

    private bool IsSeenToDoWhatItMust(Corruption corruption, ProducerProfile profile, Func<bool>? whileAttacked, out string said)
    {
        Ready(profile);
        var map = Map();
        Assert.SkipWhen(corruption.AppliesTo?.Invoke(map) == false, "this layout has no such field");
        var pid = Victim.Id;
        Victim.Mark();
        var cpuMs = Victim.CpuMs;
        var started = Stopwatch.GetTimestamp();
        bool seen;
        using (var attack = Attack.Start(Guest.Attacker, corruption.Prepare(map), corruption.Pace))
        {
            seen = IsObserved(corruption.Expected, () => attack.Done >= LeastRounds(corruption.Pace));
            seen = seen && whileAttacked?.Invoke() != false;
            attack.Stop();
            if (corruption.Recovery == Recovery.Undo)
            {
                attack.Undo();
            }
        }

        said = Victim.Said();
        var cpu = (Victim.CpuMs - cpuMs) / Stopwatch.GetElapsedTime(started).TotalMilliseconds * 100;
        if (corruption.Recovery == Recovery.Restart)
        {
            Guest.Restart();
        }
        else if (corruption.Recovery == Recovery.Refresh)
        {
            Guest.Refresh();
        }

        var back = PictureIsBack(Promise);
        Assert.True(Guest.Failure is null, $"the guest's own producer died: {Guest.Failure}");
        Assert.True(back is not null, $"no right picture within {Promise.TotalSeconds} s of good data; guest at frame {Guest.Frame}, {Guest.Restarts} restarts; said {said}; {Victim.Tail()}");
        Assert.Equal(pid, Victim.Id);
        TestContext.Current.TestOutputHelper?.WriteLine($"{corruption.Name} ({profile.Name}) said: {said}; {cpu:0} % of a core; picture back after {back!.Value.TotalMilliseconds:0} ms");
        return seen;
    }

    /// <summary>Waits for right pictures that were published from now on.</summary>
    public TimeSpan? PictureIsBack(TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var first = Guest.Frame;
        return Victim.WaitFor(() => Victim.GoodRun >= LivePair.GoodRun && unchecked((int)(Victim.LastGood - first)) >= LivePair.GoodRun, limit, isPromise: limit == Promise)
            ? Stopwatch.GetElapsedTime(started)
            : null;
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _victim?.Dispose();
        _guest?.Dispose();
        FileAttack.CleanUp(Path);
        _file.Dispose();
    }

    // Attacker and victim share what cores there are: an attack that hardly ran has shown nothing.
    private static int LeastRounds(Pace pace) => pace switch
    {
        Pace.Tight => 500,
        Pace.Milliseconds => 25,
        _ => 1,
    };

    private bool IsObserved(Expectation expected, Func<bool> isUnderWay)
    {
        var ticks = Victim.Ticks;
        return expected.Kind switch
        {
            ExpectationKind.KeepsGoing => Victim.WaitFor(() => isUnderWay() && Victim.GoodSinceMark >= 8 && Victim.Ticks >= ticks + 4, s_patience),
            ExpectationKind.Survives => Victim.WaitFor(() => isUnderWay() && Victim.Ticks >= ticks + 5, s_patience),
            _ => Victim.WaitFor(() => Victim.Refused(expected.Codes) || Victim.Reported(expected.States), s_patience),
        };
    }
}
