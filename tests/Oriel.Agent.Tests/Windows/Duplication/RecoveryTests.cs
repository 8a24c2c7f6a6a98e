using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>What goes wrong while duplicating is mended, and the picture is right again afterwards.</summary>
public sealed class RecoveryTests
{
    public static TheoryData<FakeCall, int, int> Failures
    {
        get
        {
            var data = new TheoryData<FakeCall, int, int>();
            int[] answers = [HResultCodes.AccessLost, HResultCodes.SessionDisconnected, HResultCodes.InvalidCall, HResultCodes.Failed, HResultCodes.DeviceRemoved, HResultCodes.DeviceReset];
            foreach (var call in (FakeCall[])[FakeCall.Acquire, FakeCall.MoveRects, FakeCall.DirtyRects, FakeCall.PointerShape, FakeCall.ReleaseFrame])
            {
                foreach (var answer in answers)
                {
                    for (var after = 0; after < 3; after++)
                    {
                        data.Add(call, answer, after);
                    }
                }
            }

            foreach (var answer in (int[])[HResultCodes.AccessDenied, HResultCodes.NotCurrentlyAvailable, HResultCodes.ModeChangeInProgress, HResultCodes.SessionDisconnected, HResultCodes.AccessLost])
            {
                data.Add(FakeCall.Duplicate, answer, 0);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_at_any_call_is_mended(FakeCall call, int answer, int after)
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Windows.Refuse(call, answer, after, times: call == FakeCall.Duplicate ? 3 : 1);
        for (var i = 0; i < 12; i++)
        {
            bed.Screen.Paint(new PixelRect(i, i, i + 20, i + 10), i);
            bed.Screen.Move(i, 0, new PixelRect(i + 3, 2, i + 23, 22));
            bed.Screen.ShapePointer(new PointerShape(PointerShapeKind.Color, 8, 8, 32, 1, 1), new byte[256]);
            if (call == FakeCall.Duplicate && i == 2)
            {
                bed.Screen.LoseAccess();
            }

            _ = bed.Step();
        }

        bed.SettleAndCompare();
        Assert.True(bed.Source.Recoveries + bed.Reopened > 0, "nothing went wrong");
        Assert.Equal(answer is HResultCodes.DeviceRemoved or HResultCodes.DeviceReset, bed.Reopened > 0);
    }

    [Fact]
    public void Lost_access_asks_for_the_input_desktop_and_keeps_the_mode()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        var mode = bed.Source.Mode;
        var followed = bed.Gpu.Followed;
        bed.Screen.DuplicateAnswer = HResultCodes.AccessDenied;
        bed.Gpu.OnFollow = () => bed.Screen.DuplicateAnswer = bed.Gpu.Followed - followed >= 3 ? 0 : HResultCodes.AccessDenied;
        bed.Screen.LoseAccess();
        bed.Screen.Paint(new PixelRect(0, 0, 64, 48), 4);
        bed.SettleAndCompare();
        Assert.Equal((1, 0), (bed.Source.Recoveries, bed.Reopened));
        Assert.Same(mode, bed.Source.Mode);
        Assert.Equal(3, bed.Gpu.Followed - followed);
    }

    [Theory]
    [InlineData(80, 60, OutputRotation.None)]
    [InlineData(32, 24, OutputRotation.None)]
    [InlineData(64, 48, OutputRotation.Quarter)]
    public void A_mode_change_between_any_two_calls_ends_with_the_new_picture(int width, int height, OutputRotation rotation)
    {
        for (var after = 0; after < 6; after++)
        {
            using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
            bed.SettleAndCompare();
            for (var i = 0; i < 8; i++)
            {
                bed.Screen.Paint(new PixelRect(i, i, i + 9, i + 9), i);
                if (i == after)
                {
                    bed.Screen.ChangeMode(width, height, rotation);
                }

                _ = bed.Step();
            }

            bed.SettleAndCompare();
            Assert.Equal((width, height, 0), (bed.Source.Mode.Width, bed.Source.Mode.Height, bed.Reopened));
        }
    }

    [Fact]
    public void A_texture_that_changes_without_a_word_is_a_new_mode()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Screen.ChangeTextureSilently(72, 40);
        bed.SettleAndCompare();
        Assert.Equal((72, 40), (bed.Source.Mode.Width, bed.Source.Mode.Height));
    }

    [Fact]
    public void An_hdr_switch_is_a_new_mode()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Screen.ColorSpace = OutputColorSpace.Hdr10;
        bed.Screen.ChangeMode(64, 48, format: PixelFormat.Rgba16F);
        bed.SettleAndCompare();
        Assert.Equal((FrameType.Rgba16F, FrameFlags.Hdr), (bed.Source.Mode.Type, bed.Source.Mode.Flags));
    }

    [Fact]
    public void A_removed_device_is_replaced()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Windows.RemovedReason = HResultCodes.DeviceHung;
        bed.Screen.Paint(new PixelRect(0, 0, 9, 9), 3);
        Assert.Equal(CaptureOutcome.Lost, bed.Backend.Wait(0, new DamageList()));
        Assert.False(bed.Last.Memory.TryMap(out _, out _));
        bed.Windows.RemovedReason = 0;
        bed.Reopen();
        bed.SettleAndCompare();
    }

    [Fact]
    public void What_lasts_is_given_up_so_that_another_way_of_capturing_can_be_tried()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.SettleAndCompare();
        bed.Screen.DuplicateAnswer = HResultCodes.Unsupported;
        bed.Screen.LoseAccess();
        var changed = new DamageList();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        CaptureOutcome outcome;
        while ((outcome = bed.Backend.Wait(1_000_000_000, changed)) == CaptureOutcome.Unchanged)
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds < 60);
        }

        Assert.Equal(CaptureOutcome.Lost, outcome);
        Assert.True(bed.Windows.Calls(FakeCall.Duplicate) < 120, $"{bed.Windows.Calls(FakeCall.Duplicate)} tries");
        var error = Assert.Throws<OrielException>(() => DuplicationSource.Open(bed.Gpu, bed.Options, bed.Pointer, bed.Stop, bed.Wake));
        Assert.Same(AgentErrors.DuplicationRefused, error.Code);
        Assert.Contains("DXGI_ERROR_UNSUPPORTED", error.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_shown_before_the_first_picture()
    {
        using var bed = new DuplicationBed(FakeWindows.WithScreen(64, 48));
        bed.Windows.Refuse(FakeCall.Acquire, HResultCodes.WaitTimeout, times: 3);
        Assert.False(bed.Step());
        Assert.False(bed.Source.IsComplete);
        bed.SettleAndCompare();
    }

    [Theory]
    [InlineData(FakeCall.CreateDevice, HResultCodes.Unsupported)]
    [InlineData(FakeCall.CreateTexture, HResultCodes.OutOfMemory)]
    [InlineData(FakeCall.Duplicate, HResultCodes.NotImplemented)]
    public void What_cannot_be_opened_says_why_and_leaves_nothing_behind(FakeCall call, int answer)
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        using var stop = new Oriel.Memory.WakeFlag();
        windows.Refuse(call, answer);
        var error = Assert.Throws<OrielException>(() => DuplicationSource.Open(new FakeGpuSystem(windows), new DuplicationOptions(), new PointerSlot(), stop, stop));
        Assert.Contains(new HResult(answer).ToString(), error.Seen, StringComparison.Ordinal);
        Assert.Empty(windows.Live);
    }
}
