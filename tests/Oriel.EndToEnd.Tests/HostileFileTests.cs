using System.Diagnostics;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// What happens to the file behind the region while a viewer has it mapped: truncated under it, grown, deleted, replaced. Guest and viewer are processes of
/// their own; the viewer is the same one through all cases.
/// </summary>
[Collection("hostile")]
public sealed class HostileFileTests(HostileFileTests.Pair pair) : IClassFixture<HostileFileTests.Pair>
{
    public static TheoryData<string> Attacks => [.. FileAttack.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void The_viewer_survives_what_happens_to_the_file(string attack)
    {
        var file = FileAttack.All.First(a => a.Name == attack);
        pair.Ready();
        var victim = pair.Victim;
        victim.Mark();
        file.Apply(pair.Path);
        var ticks = victim.Ticks;
        var seen = file.Expected.Kind == ExpectationKind.Survives
            ? victim.WaitFor(() => victim.Ticks >= ticks + 30, TimeSpan.FromSeconds(10))
            : victim.WaitFor(() => victim.Reported(file.Expected.States), TimeSpan.FromSeconds(10));
        var said = victim.Said();
        var back = pair.NewGuest();
        Assert.True(back is not null, $"no right picture within {HostilePair.Promise.TotalSeconds} s of a fresh region; said {said}; {victim.Tail()}");
        Assert.True(seen, $"expected one of {string.Join(' ', file.Expected.States)}, the viewer said: {said}");
        Assert.Same(victim, pair.Victim);
        TestContext.Current.TestOutputHelper?.WriteLine($"{attack} said: {said}; picture back after {back!.Value.TotalMilliseconds:0} ms");
    }

    /// <summary>Sizes in every order, at random moments, while frames flow and while the viewer attaches.</summary>
    [Fact]
    public void The_viewer_survives_truncation_again_and_again()
    {
        pair.Ready();
        var victim = pair.Victim;
        var random = new Random(20260814);
        for (var round = 0; round < 12; round++)
        {
            var ticks = victim.Ticks;
            Assert.True(victim.WaitFor(() => victim.Ticks >= ticks + random.Next(4), TimeSpan.FromSeconds(10)), "the viewer goes on");
            using (var file = new FileStream(pair.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                file.SetLength(random.NextInt64(file.Length) & ~(random.Next(2) == 0 ? 0L : 4095L));
            }

            Assert.True(pair.NewGuest() is not null, $"round {round}: no right picture in time; {victim.Tail()}");
            Assert.Same(victim, pair.Victim);
        }
    }

    /// <summary>One viewer for the class, one guest after the other.</summary>
    public sealed class Pair : IDisposable
    {
        private readonly TempRegion _file = new();
        private TestProcess? _guest;
        private HostileVictim? _victim;

        public string Path => _file.Path;

        public HostileVictim Victim => _victim!;

        public void Ready()
        {
            if (_victim is null || _victim.HasExited)
            {
                _victim?.Dispose();
                _victim = new HostileVictim(Path, HostilePair.Width, HostilePair.Height);
                _ = NewGuest();
                Assert.True(_victim.WaitFor(() => _victim.GoodRun >= LivePair.GoodRun, TimeSpan.FromSeconds(20)), $"no picture to begin with: {_victim.Tail()}");
            }
        }

        /// <summary>Ends the guest, removes what is left of its file, starts another; how long the right picture took from when it stood, or null.</summary>
        public TimeSpan? NewGuest()
        {
            _guest?.Send(Signal.Kill);
            _guest?.Dispose();
            FileAttack.CleanUp(Path);
            _guest = TestProcess.Start(Executables.Find("Oriel.Fuzz", "oriel-fuzz"), ["guest", Path]);
            _guest.WaitForLine("^producing$", TimeSpan.FromSeconds(20));
            var started = Stopwatch.GetTimestamp();
            var good = Victim.Good;
            return Victim.WaitFor(() => Victim.Good >= good + LivePair.GoodRun && Victim.GoodRun >= LivePair.GoodRun, HostilePair.Promise, isPromise: true)
                ? Stopwatch.GetElapsedTime(started)
                : null;
        }

        public void Dispose()
        {
            _victim?.Dispose();
            _guest?.Dispose();
            FileAttack.CleanUp(Path);
            _file.Dispose();
        }
    }
}
