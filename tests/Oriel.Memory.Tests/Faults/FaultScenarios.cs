using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Oriel.Testing;

namespace Oriel.Memory.Tests.Faults;

/// <summary>What the child processes of <see cref="FaultGuardTests"/> run. Explicit: never part of an ordinary run.</summary>
public sealed class FaultScenarios
{
    public const string ModeVariable = "ORIEL_FAULT_SCENARIO_MODE";

    private const int Bytes = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact(Explicit = true)]
    public void Truncate_under_a_reader()
    {
        var seen = 0;
        using var file = new TempRegion();
        var bytes = new byte[8192];
        Rounds(600, file, (region, round) =>
        {
            while (!region.IsFaulted)
            {
                region.CopyOut((ulong)(round * 4096 % (Bytes - bytes.Length)), bytes);
                seen += (int)region.ReadUInt32(Bytes - 4);
            }

            // From now on zeros, at every address.
            region.CopyOut(0, bytes);
            Assert.False(bytes.AsSpan().ContainsAnyExcept((byte)0));
            Assert.Equal(0UL, region.ReadUInt64(Bytes - 8));
        });
        Assert.True(seen > 0, "no round read anything before the file was truncated");
        Done();
    }

    [Fact(Explicit = true)]
    public void Truncate_under_a_writer()
    {
        using var file = new TempRegion();
        var bytes = new byte[4096];
        Array.Fill(bytes, (byte)7);
        Rounds(600, file, (region, round) =>
        {
            for (var i = 0; !region.IsFaulted; i++)
            {
                region.CopyIn((ulong)((round + i) % 255 * 4096), bytes);
                region.WriteUInt32((ulong)(i % (Bytes / 4) * 4), 1);
            }

            region.Clear(0, Bytes);
        });
        Done();
    }

    [Fact(Explicit = true)]
    public void Truncate_under_atomics()
    {
        using var file = new TempRegion();
        Rounds(600, file, (region, round) =>
        {
            for (var i = 0; !region.IsFaulted; i++)
            {
                var offset = (ulong)((round + i) % 256 * 4096);
                region.AddUInt32(offset, 1);
                region.CompareExchangeUInt64(offset + 8, 5, 0);
                region.OrUInt32(offset + 16, 1);
                region.ExchangeUInt32(offset + 20, 3);
            }
        });
        Done();
    }

    [Fact(Explicit = true)]
    public void Truncate_under_follow_and_fill()
    {
        CopyKernel[] kernels = [.. Enum.GetValues<CopyKernel>().Where(Oriel.Memory.Kernels.KernelChoice.IsSupported)];
        using var file = new TempRegion();
        using var pixels = PixelBuffer.Allocate(Bytes);
        var frame = new FrameExtent(4092, 4096, 4096, 4000, (Bytes / 4096) - 1);
        var outcomes = new int[4];
        Rounds(600, file, (region, round) =>
        {
            var kernel = kernels[round % kernels.Length];
            region.WriteUInt32(0, 7);
            region.WriteUInt32(4092, uint.MaxValue);
            while (!region.IsFaulted)
            {
                if (round / kernels.Length % 2 == 0)
                {
                    var limits = new FollowLimits(Stopwatch.GetTimestamp() + Stopwatch.Frequency, 0, 7);
                    outcomes[(int)FrameCopy.Follow(region, frame, pixels, 0, 4096, [], limits, kernel)]++;
                }
                else
                {
                    FrameCopy.Fill(region, frame, pixels, 0, 4096, [], kernel);
                }
            }

            // A region known to be faulted is answered at once.
            var later = new FollowLimits(Stopwatch.GetTimestamp() + (10 * Stopwatch.Frequency), 0, 7);
            Assert.Equal(FollowOutcome.RegionFaulted, FrameCopy.Follow(region, frame, pixels, 0, 4096, [], later, kernel));
        });
        Assert.True(outcomes[(int)FollowOutcome.Complete] > 0, "no round followed before the file was truncated");
        Assert.Equal(0, outcomes[(int)FollowOutcome.TimedOut]);
        Done();
    }

    [Fact(Explicit = true)]
    public void Truncate_under_two_threads_of_one_region()
    {
        using var file = new TempRegion();
        for (var round = 0; round < 300; round++)
        {
            file.Create(Bytes);
            using var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
            using var started = new CountdownEvent(2);
            Thread[] threads = [new(Touch), new(Touch)];
            foreach (var thread in threads)
            {
                thread.Start();
            }

            Assert.True(started.Wait(s_patience));
            file.Truncate(0);
            foreach (var thread in threads)
            {
                Assert.True(thread.Join(s_patience));
            }

            void Touch()
            {
                started.Signal();
                for (ulong i = 0; !region.IsFaulted; i += 4096)
                {
                    region.AddUInt32(i % Bytes, 1);
                }
            }
        }

        Done();
    }

    [Fact(Explicit = true)]
    public void Slots_are_reused_while_others_fault()
    {
        using var quiet = new TempRegion(65536);
        using var file = new TempRegion();
        var stop = false;
        var opened = 0;
        var churn = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                using var a = Region.OpenFile(quiet.Path, RegionAccess.ReadWrite);
                using var b = Region.OpenFile(quiet.Path, RegionAccess.ReadOnly);
                a.WriteUInt32(60000, 0x5EED);
                Assert.Equal(0x5EEDU, b.ReadUInt32(60000));
                Assert.False(a.IsFaulted || b.IsFaulted);
                opened++;
            }
        });
        churn.Start();
        try
        {
            Rounds(600, file, (region, _) =>
            {
                while (!region.IsFaulted)
                {
                    region.ReadUInt32(4096);
                }
            });
        }
        finally
        {
            Volatile.Write(ref stop, true);
            churn.Join();
        }

        Assert.True(opened > 100, $"only {opened} regions were opened meanwhile");
        Done();
    }

    [Fact(Explicit = true)]
    public void Null_references_are_still_exceptions()
    {
        using var file = new TempRegion();
        Rounds(50, file, (region, _) =>
        {
            while (!region.IsFaulted)
            {
                region.ReadUInt32(0);
            }

            for (var i = 0; i < 20; i++)
            {
                Assert.Throws<NullReferenceException>(() => Length(null));
            }
        });
        Done();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static int Length(string? text) => text!.Length;
    }

    [Fact(Explicit = true)]
    public void More_regions_than_slots_are_refused_and_nothing_leaks()
    {
        using var file = new TempRegion(4096);
        var regions = new List<Region>();
        try
        {
            var error = Assert.Throws<OrielException>(() =>
            {
                for (var i = 0; i <= Oriel.Memory.Linux.Faults.FaultGuard.SlotCount; i++)
                {
                    regions.Add(Region.OpenFile(file.Path, RegionAccess.ReadOnly));
                }
            });
            Assert.Same(MemoryErrors.MapFailed, error.Code);
        }
        finally
        {
            regions.ForEach(r => r.Dispose());
        }

        Assert.DoesNotContain(File.ReadLines("/proc/self/maps"), line => line.Contains(file.Path, StringComparison.Ordinal));
        Done();
    }

    [Fact(Explicit = true)]
    public void Fault_in_an_unguarded_mapping()
    {
        using var guarded = MaybeGuard();
        using var file = new TempRegion(8192);
        using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var address = Map(0, 8192, 3, 1, (int)handle.DangerousGetHandle(), 0);
        RandomAccess.SetLength(handle, 0);
        file.Delete();
        guarded?.Delete();
        Console.WriteLine("about to die");
        Marshal.WriteInt32(address, 4096, 1);
        Console.WriteLine("still alive");
    }

    [Fact(Explicit = true)]
    public void Bus_signal_sent_by_somebody()
    {
        using var guarded = MaybeGuard();
        guarded?.Delete();
        Console.WriteLine("about to die");
        // The runtime answers the first one by restoring the default action and going on, expecting the fault to come again.
        using var never = new ManualResetEventSlim();
        for (var i = 0; i < 10; i++)
        {
            _ = Kill(Environment.ProcessId, 7);
            never.Wait(200);
        }

        Console.WriteLine("still alive");
    }

    private static TempRegion? MaybeGuard()
    {
        if (Environment.GetEnvironmentVariable(ModeVariable) != "guard")
        {
            return null;
        }

        // A region stays open, so that the handler has a slot to look through.
        var file = new TempRegion(4096);
        var region = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
        Assert.Equal(0U, region.ReadUInt32(0));
        GC.KeepAlive(region);
        return file;
    }

    /// <summary>Opens a file, lets another thread use it, truncates it meanwhile to a size that changes from round to round, collects garbage now and then.</summary>
    private static void Rounds(int count, TempRegion file, Action<Region, int> use)
    {
        Region? current = null;
        Exception? failure = null;
        var round = 0;
        using var given = new SemaphoreSlim(0);
        using var taken = new SemaphoreSlim(0);
        using var finished = new SemaphoreSlim(0);
        var worker = new Thread(() =>
        {
            for (var i = 0; i < count; i++)
            {
                given.Wait();
                taken.Release();
                try
                {
                    use(current!, round);
                }
                catch (Exception e)
                {
                    failure = e;
                }

                finished.Release();
            }
        })
        { IsBackground = true };
        worker.Start();
        for (; round < count; round++)
        {
            file.Create(Bytes);
            using var region = current = Region.OpenFile(file.Path, RegionAccess.ReadWrite);
            region.WriteUInt32(Bytes - 4, 1);
            given.Release();
            Assert.True(taken.Wait(s_patience));
            Thread.SpinWait(round % 64 * 20);
            file.Truncate(0);
            if (round % 16 == 0)
            {
                GC.Collect();
            }

            Assert.True(finished.Wait(s_patience), $"round {round} hangs");
            Assert.True(region.IsFaulted || failure is not null);
            Assert.True(failure is null, $"round {round}: {failure}");
            Assert.True(region.BackingChanged());
        }

        worker.Join();
    }

    private static void Done() => Console.WriteLine("scenario done");

    [DllImport("libc.so.6", EntryPoint = "mmap")]
    private static extern nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc.so.6", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);
}
