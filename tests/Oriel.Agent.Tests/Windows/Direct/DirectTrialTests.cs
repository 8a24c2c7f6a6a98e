using Oriel.Agent.Windows.Direct;
using Oriel.Interop.Windows.Com;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows.D3D12;

namespace Oriel.Agent.Tests.Windows.Direct;

/// <summary>Opening the direct copy: every step that a driver can refuse, and every way a copy can go wrong, ends in words and leaves nothing behind.</summary>
public sealed class DirectTrialTests
{
    [Theory]
    [InlineData(FrameType.Bgra, 640, 480)]
    [InlineData(FrameType.Bgra, 100, 30)]
    [InlineData(FrameType.Bgra, 3, 1)]
    [InlineData(FrameType.Rgba16F, 333, 129)]
    [InlineData(FrameType.Rgba10, 334, 128)]
    public void A_good_gpu_passes(FrameType type, int width, int height)
    {
        using var stage = new DirectStage();
        var source = stage.Source(width, height, type);
        using (var backend = stage.Open(source))
        {
            Assert.Equal("model direct", backend.Name);
            Assert.True(stage.Library.Lists > 0);
            Assert.Equal(source.Mode, backend.Mode);
        }

        Assert.True(source.IsDisposed);
        AssertNothingLeft(stage);
    }

    [Fact]
    public void A_picture_too_large_for_the_buffer_is_tried_as_far_as_it_goes()
    {
        using var stage = new DirectStage(8 << 20);
        using var backend = stage.Open(stage.Source(1024, 700));
        Assert.Empty(stage.Windows.Violations);
    }

    [Theory]
    [InlineData(FakeCopyFault.WritesNothing, "did not arrive")]
    [InlineData(FakeCopyFault.FlipsOneBit, "did not arrive in the shared memory: 2 of")]
    [InlineData(FakeCopyFault.WritesOneRowLower, "did not arrive")]
    [InlineData(FakeCopyFault.IgnoresTheBox, "did not arrive")]
    [InlineData(FakeCopyFault.RefusesTheList, "E_INVALIDARG")]
    public void A_copy_that_goes_wrong_is_found_out(FakeCopyFault fault, string words)
    {
        using var stage = new DirectStage();
        stage.Library.Fault = fault;
        AssertRefused(stage, words);
        AssertNothingLeft(stage);
    }

    [Fact]
    public void A_gpu_that_hangs_is_given_up_after_a_bounded_time()
    {
        using var stage = new DirectStage();
        stage.Library.Fault = FakeCopyFault.Hangs;
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        AssertRefused(stage, "did not finish the test copy within 2000 ms");

        // Two seconds for the copy, three until nothing is expected any more: bounded, not short.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, 1.9, 60);
        stage.Library.Unhang();
    }

    [Fact]
    public void A_device_that_is_removed_meanwhile_may_be_tried_again()
    {
        using var stage = new DirectStage();
        stage.Library.Fault = FakeCopyFault.IsRemoved;
        AssertRefused(stage, "DXGI_ERROR_DEVICE_HUNG");
        stage.Windows.RemovedReason = 0;
        stage.Library.Fault = FakeCopyFault.None;
        using var backend = stage.Open(stage.Source());
    }

    [Fact]
    public void The_reason_is_remembered_and_the_source_left_alone()
    {
        using var stage = new DirectStage();
        stage.Library.OpenHeapAnswer = HResultCodes.InvalidArgument;
        AssertRefused(stage, "the IVSHMEM heap cannot be created");
        var again = Assert.Throws<OrielException>(() => stage.Direct.Open(new DirectOptions(), () => throw new InvalidOperationException("opened"), stage.Stop));
        Assert.Contains("resizable BAR", again.Remedy, StringComparison.Ordinal);

        // A new session asks again.
        stage.Library.OpenHeapAnswer = 0;
        stage.Direct.Attach(stage.Region, stage.Producer);
        using var backend = stage.Open(stage.Source());
    }

    [Fact]
    public void Every_step_can_be_refused()
    {
        (Action<DirectStage> Spoil, string Words)[] steps =
        [
            (s => s.Library.CreateDeviceAnswer = HResultCodes.Unsupported, "Direct3D 12 has no device"),
            (s => s.Library.OpensMemory = false, "the IVSHMEM heap cannot be created"),
            (s => s.Library.OpenHeapAnswer = HResultCodes.OutOfMemory, "the IVSHMEM heap cannot be created"),
            (s => s.Library.HeapBytes = 4096, "the IVSHMEM heap cannot be created"),
            (s => s.Library.PlaceAnswer = HResultCodes.InvalidArgument, "cannot be placed"),
            (s => s.Library.HeapAlignment = 1 << 22, "cannot be placed"),
            (s => s.Windows.HasFences = false, "Direct3D 11 has no fences"),
            (s => s.Library.OpenFenceAnswer = HResultCodes.InvalidArgument, "cannot open the fence"),
            (s => s.Library.OpenTextureAnswer = HResultCodes.InvalidArgument, "a shared texture of 200x150 was refused"),
        ];
        foreach (var (spoil, words) in steps)
        {
            using var stage = new DirectStage();
            spoil(stage);
            AssertRefused(stage, words);
            AssertNothingLeft(stage);
        }
    }

    [Fact]
    public void Settings_and_sessions_decide_before_anything_is_opened()
    {
        using var stage = new DirectStage();
        Assert.Contains("d12:indirectCopy", Assert.Throws<OrielException>(() => stage.Direct.Open(new DirectOptions { IndirectCopy = true }, Never, stage.Stop)).Seen, StringComparison.Ordinal);
        stage.Direct.Detach();
        Assert.Contains("no region", Assert.Throws<OrielException>(() => stage.Direct.Open(new DirectOptions(), Never, stage.Stop)).Seen, StringComparison.Ordinal);

        static ModelSource Never() => throw new InvalidOperationException("opened");
    }

    [Fact]
    public void The_debug_layer_is_asked_for_by_its_setting()
    {
        using var stage = new DirectStage();
        using (stage.Open(stage.Source()))
        {
            Assert.False(stage.Library.DebugLayer);
        }

        using var backend = stage.Open(stage.Source(), new DirectOptions { DebugLayer = true });
        Assert.True(stage.Library.DebugLayer);
    }

    private static void AssertRefused(DirectStage stage, string words)
    {
        var source = stage.Source();
        var error = Assert.Throws<OrielException>(() => stage.Open(source));
        Assert.Same(AgentErrors.DirectCopyRefused, error.Code);
        Assert.Contains(words, error.Seen, StringComparison.Ordinal);
        Assert.True(source.IsDisposed);
        Assert.True(stage.Producer.TryReserve(out _), "the buffer of the trial was not given back");
        stage.Producer.ReleaseReserved();
    }

    private static void AssertNothingLeft(DirectStage stage)
    {
        Assert.Equal(["context", "device"], stage.Windows.Live.Order(StringComparer.Ordinal));
        Assert.Empty(stage.Windows.Violations);
    }
}
