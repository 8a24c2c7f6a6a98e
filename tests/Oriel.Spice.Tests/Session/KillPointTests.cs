using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>A real server killed in the middle of whatever it says: no hang, no leak, and the session knows.</summary>
[Collection(AloneCollection.Name)]
public sealed class KillPointTests
{
    private const int Rounds = 500;
    private const int Workers = 4;

    /// <summary>Bytes a server says on TCP until its bandwidth test is over; the channels come after it.</summary>
    private const int BandwidthTestEnd = 256_000;

    [Fact]
    public async Task Five_hundred_kill_points()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Unobserved(object? sender, UnobservedTaskExceptionEventArgs e) => unobserved.Enqueue(e.Exception);
        TaskScheduler.UnobservedTaskException += Unobserved;
        var sessions = new ConcurrentBag<WeakReference>();
        var ends = new ConcurrentQueue<string>();
        try
        {
            if (SpiceServerPeer.MissingReason is { } reason)
            {
                Assert.Skip(reason);
            }

            await RoundAsync(new Random(0), SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true }), 100, sessions, ends, dispose: true); // Warm: what stays open once does not count.
            var before = OpenSockets();
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(w => Task.Run(() => WorkAsync(w, sessions, ends))));

            Assert.Equal(Rounds + 1, sessions.Count);
            Eventually.True(() => Collected(sessions), SessionRig.Patience, () => $"{sessions.Count(s => s.IsAlive)} of {sessions.Count} sessions are still referred to");
            Eventually.True(() => OpenSockets() <= before, SessionRig.Patience, () => $"{OpenSockets()} sockets are open, {before} were before");
            Assert.Empty(unobserved);
            // The points are spread over everything: links, the middle of messages, and channels.
            Assert.True(ends.Distinct(StringComparer.Ordinal).Count() > 5, string.Join('\n', ends.Distinct(StringComparer.Ordinal)));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Unobserved;
        }
    }

    private static async Task WorkAsync(int worker, ConcurrentBag<WeakReference> sessions, ConcurrentQueue<string> ends)
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = true });
        for (var round = worker; round < Rounds; round += Workers)
        {
            var random = new Random(round);
            var point = random.Next(5) switch
            {
                0 or 1 => random.Next(0, 700), // Link, INIT, first PINGs.
                2 => random.Next(700, BandwidthTestEnd), // Inside the longest message.
                _ => random.Next(BandwidthTestEnd, BandwidthTestEnd + 1500), // Channel list, links and first messages of the others.
            };
            await RoundAsync(random, peer, point, sessions, ends);
        }
    }

    private static async Task RoundAsync(Random random, SpiceServerPeer peer, int point, ConcurrentBag<WeakReference> sessions, ConcurrentQueue<string> ends, bool dispose = false)
    {
        using var folder = new TempFolder();
        using var proxy = new CuttingProxy(peer.Port, random.Next(2) == 0 ? folder.File("s") : null, point, reset: random.Next(2) == 0);
        RecordingHandler[] handlers = [new(ChannelType.Playback), new(ChannelType.Record)];
        var rig = new SessionRig(proxy.Options, handlers);
        sessions.Add(new WeakReference(rig.Session));
        rig.Session.Start();
        Eventually.True(() => proxy.Died.IsCompleted || rig.Session.Status.Channels.Count == 4, SessionRig.Patience, () => $"point {point} is reached; {rig.Session.Status}");
        proxy.Kill();
        rig.Until(s => s is { State: SpiceState.Connecting, Failure: SpiceFailure.Unreachable or SpiceFailure.Lost } && s.Channels.Count == 0, $"the end at point {point} is known");
        Assert.False(rig.Session.Inputs.IsReady);
        await rig.DisposeAsync();
        Assert.Equal(SpiceState.Off, rig.Session.Status.State);
        Assert.All(handlers, h => Assert.Equal(h.LinkedCount, h.ClosedCount));
        var first = Eventually.NotNull(() => rig.Statuses.FirstOrDefault(s => s.Failure is not null), SessionRig.Patience, "the end is told");
        ends.Enqueue(first.Detail.Replace(proxy.Options.UnixPath ?? $"127.0.0.1:{proxy.Options.Port}", "PEER", StringComparison.Ordinal));
        if (dispose)
        {
            peer.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Collected(ConcurrentBag<WeakReference> sessions)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return sessions.Count(s => s.IsAlive) <= 1; // The last one of a worker may still be in a register.
    }

    private static int OpenSockets() => Directory.GetFileSystemEntries("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}
