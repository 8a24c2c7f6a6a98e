using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gpu;
using Oriel.Agent.Windows.SelfTest;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>Down-sampling and packing, with the shaders done by the fakes: what is tested here is everything around them. The shaders themselves: 'oriel-agent selftest'.</summary>
public sealed class ProcessorTests
{
    /// <summary>Following the damage through scaling and packing gives the same bytes as processing everything.</summary>
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Followed_damage_equals_the_whole_picture(bool scales, bool packs)
    {
        const int width = 93;
        const int height = 58;
        var options = new ProcessorOptions { Pack24 = packs, Downsample = scales ? [new DownsampleRule(OrLarger: false, width, height, 40, 31)] : [] };
        var rect = from x in Gen.Choose(0, width - 1)
                   from y in Gen.Choose(0, height - 1)
                   from w in Gen.Choose(1, Math.Min(9, width - x))
                   from h in Gen.Choose(1, Math.Min(9, height - y))
                   select new PixelRect(x, y, x + w, y + h);
        Prop.ForAll(Gen.ListOf(Gen.ListOf(rect, 3), 6).ToArbitrary(), steps =>
        {
            var windows = FakeWindows.WithScreen(width, height);
            using (var stop = new WakeFlag())
            {
                var gpu = new FakeGpuSystem(windows);
                using var source = TextureProcessor.Wrap(gpu, DuplicationSource.Open(gpu, new DuplicationOptions(), new PointerSlot(), stop, stop), options);
                var backend = new StagingBackend(source);
                var (changed, everything) = (new DamageList(), new DamageList());
                everything.SetEverything();
                Assert.Equal(CaptureOutcome.Changed, backend.Wait(0, changed));
                using var followed = backend.TryCreateImage()!;
                using var whole = backend.TryCreateImage()!;
                Assert.Equal(packs ? FrameType.Bgr32 : FrameType.Bgra, followed.Mode.Type);
                Assert.Equal(scales ? (40, 31, width, height) : (width, height, width, height),
                    (followed.Mode.Width, followed.Mode.Height, followed.Mode.ScreenWidth, followed.Mode.ScreenHeight));
                Assert.Equal(CaptureOutcome.Changed, backend.Capture(followed, everything));
                foreach (var (batch, i) in steps.Select((s, i) => (s, i)))
                {
                    foreach (var r in batch)
                    {
                        windows.Gpus[0].Screens[0].Paint(r, i + r.Left);
                    }

                    changed.Clear();
                    if (backend.Wait(0, changed) == CaptureOutcome.Changed)
                    {
                        Assert.Equal(CaptureOutcome.Changed, backend.Capture(followed, changed));
                    }

                    Assert.Equal(CaptureOutcome.Changed, backend.Capture(whole, everything));
                    AssertSame(followed, whole);
                }
            }

            Assert.Empty(windows.Live);
            Assert.Empty(windows.Violations);
            windows.Dispose();
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Without_a_compiler_or_where_it_does_not_apply_pictures_pass_as_they_are()
    {
        var options = new DuplicationOptions { Processor = new ProcessorOptions { Pack24 = true, Downsample = [new DownsampleRule(true, 10, 10, 5, 5)] } };
        foreach (var (compiler, format, type, width, problem) in ((bool, PixelFormat, FrameType, int, string)[])[
            (false, PixelFormat.Bgra8, FrameType.Bgra, 64, "no compiler"), (true, PixelFormat.Rgba16F, FrameType.Rgba16F, 5, ""), (true, PixelFormat.Bgra8, FrameType.Bgr32, 5, "")])
        {
            using var windows = FakeWindows.WithScreen(64, 48, format);
            windows.Gpus[0].Screens[0].ColorSpace = format == PixelFormat.Rgba16F ? OutputColorSpace.Hdr10 : OutputColorSpace.Sdr;
            using var stop = new WakeFlag();
            var gpu = new FakeGpuSystem(windows) { HasCompiler = compiler };
            using (var source = DuplicationCapture.OpenSource(gpu, options, new PointerSlot(), stop, stop, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance))
            {
                Assert.Equal((type, width), (source.Mode.Type, source.Mode.Width));
                Assert.Contains(problem, ((TextureProcessor)source).Problem, StringComparison.Ordinal);
            }

            Assert.Empty(windows.Live);
        }
    }

    [Fact]
    public void A_mode_change_makes_new_stages()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        using var stop = new WakeFlag();
        var gpu = new FakeGpuSystem(windows);
        var options = new ProcessorOptions { Pack24 = true, Downsample = [new DownsampleRule(true, 80, 80, 30, 20)] };
        using (var source = TextureProcessor.Wrap(gpu, DuplicationSource.Open(gpu, new DuplicationOptions(), new PointerSlot(), stop, stop), options))
        {
            var changed = new DamageList();
            Assert.Equal(CaptureOutcome.Changed, source.Wait(0, changed));
            Assert.Equal(64, source.Mode.Width);
            windows.Gpus[0].Screens[0].ChangeMode(100, 90);
            CaptureOutcome outcome;
            while ((outcome = source.Wait(0, changed)) == CaptureOutcome.Unchanged)
            {
            }

            Assert.Equal(CaptureOutcome.ModeChanged, outcome);
            Assert.Equal((30, 20, 100, 90, FrameType.Bgr32), (source.Mode.Width, source.Mode.Height, source.Mode.ScreenWidth, source.Mode.ScreenHeight, source.Mode.Type));
            while (!source.IsComplete)
            {
                _ = source.Wait(0, changed);
            }
        }

        Assert.Empty(windows.Live);
        Assert.Empty(windows.Violations);
    }

    /// <summary>The self-test passes on the fakes, and fails when a copy goes wrong.</summary>
    [Fact]
    public void The_self_test_finds_wrong_bytes()
    {
        using var windows = FakeWindows.WithScreen(64, 48);
        Assert.True(windows.CreateDevice(out var device).IsSuccess);
        using (device)
        {
            var good = new GpuSelfTest(new FakeGpuSystem(windows), 130, 64, 10).Run(device!);
            Assert.All(good, s => Assert.True(s.Verdict == SelfTestVerdict.Passed, s.ToString()));
            windows.SpoilCopies = true;
            var bad = new GpuSelfTest(new FakeGpuSystem(windows), 130, 64, 10).Run(device!);
            Assert.All(bad.Skip(1), s => Assert.True(s.Verdict == SelfTestVerdict.Failed, s.ToString()));
        }

        Assert.Empty(windows.Live);
    }

    private static void AssertSame(CaptureImage one, CaptureImage other)
    {
        Assert.True(one.Memory.TryMap(out var left, out var leftPitch));
        Assert.True(other.Memory.TryMap(out var right, out var rightPitch));
        var row = (int)FrameGeometry.RowBytes(one.Mode.Type, (uint)one.Mode.Width);
        for (var y = 0; y < one.Mode.Height; y++)
        {
            Assert.True(left.AsSpan((nuint)y * leftPitch, row).SequenceEqual(right.AsSpan((nuint)y * rightPitch, row)), $"row {y}");
        }

        one.Memory.Unmap();
        other.Memory.Unmap();
    }
}
