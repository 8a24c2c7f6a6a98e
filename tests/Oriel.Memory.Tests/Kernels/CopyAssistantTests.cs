using System.Diagnostics;
using Oriel.Memory.Kernels;

namespace Oriel.Memory.Tests.Kernels;

/// <summary>Two threads share copies, over and over, with a helper that comes early, late or not at all: every byte arrives, and what is said to be done is done.</summary>
public sealed unsafe class CopyAssistantTests
{
    private const uint RowBytes = 4096;

    [Fact]
    public void Every_row_is_copied_and_rows_said_to_be_done_are()
    {
        using var assistant = new CopyAssistant(isForced: true);
        var helped = 0;
        // As long as it takes for the helper to have had a part in twenty copies, of 300 at least.
        for (var round = 0; round < 300 || helped < 20; round++)
        {
            Assert.True(round < 100_000, $"the helper took part in {helped} of {round} copies");
            var rows = (uint)(1 + (round * 37 % 900));
            using var source = PixelBuffer.Allocate(RowBytes * rows);
            using var target = PixelBuffer.Allocate(RowBytes * rows);
            source.AsSpan(0, (int)source.Length).Fill((byte)(round | 1));
            Assert.True(assistant.TryTake(CopyAssistant.LeastBytes, out var assist) && assist);
            assistant.Begin(Copy(source, target, rows, (uint)(1 + (round % 13))));
            while (assistant.Step(out var done))
            {
                Assert.False(target.AsSpan(0, (int)(done * RowBytes)).ContainsAnyExcept((byte)(round | 1)), "a row said to be done is not");
            }

            assistant.End(Stopwatch.GetTimestamp());
            Assert.False(target.AsSpan(0, (int)target.Length).ContainsAnyExcept((byte)(round | 1)), $"round {round}");
            helped += assistant.LastByHelper > 0 ? 1 : 0;
        }
    }

    [Fact]
    public void One_copy_at_a_time_and_none_that_is_small()
    {
        using var assistant = new CopyAssistant(isForced: false);
        Assert.False(assistant.TryTake(CopyAssistant.LeastBytes - 1, out _));
        Assert.True(assistant.TryTake(CopyAssistant.LeastBytes, out var assist));
        Assert.False(assist);
        Assert.False(assistant.TryTake(CopyAssistant.LeastBytes, out _));
        assistant.Alone(100);
        Assert.True(assistant.TryTake(CopyAssistant.LeastBytes, out _));
        assistant.Alone(100);
    }

    [Fact]
    public void The_switch_and_few_processors_keep_it_from_starting()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(CopyAssistant.Variable) is null, "two threads are forced");
        var before = CopyAssistant.Shared;
        CopyAssistant.Start("1", 64);
        CopyAssistant.Start(null, CopyAssistant.LeastProcessors - 1);
        Assert.Same(before, CopyAssistant.Shared);
    }

    [Fact]
    public void Helping_allocates_nothing()
    {
        using var assistant = new CopyAssistant(isForced: true);
        using var source = PixelBuffer.Allocate(RowBytes * 400);
        using var target = PixelBuffer.Allocate(RowBytes * 400);
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            Round();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            _ = assistant.TryTake(CopyAssistant.LeastBytes, out _);
            assistant.Begin(Copy(source, target, 400, 8));
            while (assistant.Step(out _))
            {
            }

            assistant.End(Stopwatch.GetTimestamp());
        }
    }

    [Fact]
    public void A_process_started_with_the_switch_fills_and_follows_with_help()
    {
        if (Environment.GetEnvironmentVariable(CopyAssistant.Variable) == "2")
        {
            FillAndFollow();
            return;
        }

        // The switch is read once per process, so this test runs itself again with it.
        var arguments = $"-class {typeof(CopyAssistantTests).FullName} -method {typeof(CopyAssistantTests).FullName}.{nameof(A_process_started_with_the_switch_fills_and_follows_with_help)}";
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments + " -noColor -noLogo") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[CopyAssistant.Variable] = "2";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Contains("Failed: 0", StringComparison.Ordinal) && output.Contains("Total: 1", StringComparison.Ordinal), output);
    }

    private static void FillAndFollow()
    {
        const uint pitch = 15360, rows = 2160;
        CopyPlan.BeginMeasuring();
        Assert.NotNull(CopyAssistant.Shared);
        using var region = Region.CreateMemfd("oriel-test", 4096 + ((ulong)pitch * rows));
        using var source = PixelBuffer.Allocate(pitch * rows);
        using var target = PixelBuffer.Allocate(pitch * rows);
        region.WriteUInt32(0, 5);
        var frame = new FrameExtent(4092, 4096, pitch, pitch, rows);
        var helped = 0;
        for (var round = 1; helped < 6; round++)
        {
            Assert.True(round < 2000, "the helper never took part");
            new Random(round).NextBytes(source.AsSpan(0, (int)source.Length));
            region.WriteUInt32(4092, 0);
            Assert.Equal((ulong)pitch * rows, FrameCopy.Fill(region, frame, source, 0, pitch, []));
            helped += CopyAssistant.Shared.LastByHelper > 0 ? 1 : 0;
            Assert.Equal(pitch * rows, region.ReadUInt32(4092));
            Assert.Equal(FollowOutcome.Complete, FrameCopy.Follow(region, frame, target, 0, pitch, [], new FollowLimits(long.MaxValue, 0, 5)));
            Assert.True(source.AsSpan(0, (int)source.Length).SequenceEqual(target.AsSpan(0, (int)target.Length)), $"round {round}");
            target.AsSpan(0, (int)target.Length).Clear();
        }
    }

    private static CopyRows Copy(PixelBuffer source, PixelBuffer target, uint rows, uint step) => new()
    {
        Destination = target.Address,
        DestinationPitch = RowBytes,
        Source = source.Address,
        SourcePitch = RowBytes,
        RowBytes = RowBytes,
        Rows = rows,
        StepRows = step,
        Kernel = KernelChoice.Function(KernelChoice.Resolve(CopyKernel.Auto, RowBytes * rows, isWholeRows: true)),
    };
}
