using FsCheck;
using FsCheck.Fluent;
using Oriel.Agent.Capture;
using Oriel.Agent.Windows.NvFbc;
using Oriel.Interop.Windows.NvFbc;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows.NvFbc;

namespace Oriel.Agent.Tests.Windows.NvFbc;

/// <summary>NVIDIA's capture interface against a fake that keeps its contract: refusals in words, change maps against whole copies, sessions that end.</summary>
public sealed class NvFbcTests
{
    private const long SecondNs = 1_000_000_000;

    [Fact]
    public void Two_images_follow_the_change_map_to_the_last_byte()
    {
        var drawings = Gen.Choose(0, 1 << 20).ListOf(30).Select(l => l.ToArray());
        Prop.ForAll(drawings.ToArbitrary(), seeds => Play(seeds, 128)).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260101, 77));
        Prop.ForAll(drawings.ToArbitrary(), seeds => Play(seeds, 16)).Check(Config.QuickThrowOnFailure.WithMaxTest(30).WithReplay(20260101, 79));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(15, 17)]
    [InlineData(640, 300)]
    public void Damage_covers_every_changed_block_and_nothing_else(int width, int height)
    {
        var random = new Random(3);
        var map = new DiffMapDamage(16);
        map.Resize(width, height);
        var (across, down) = ((width + 15) / 16, (height + 15) / 16);
        for (var turn = 0; turn < 50; turn++)
        {
            var marked = new bool[across * down];
            for (var i = 0; i < marked.Length; i++)
            {
                marked[i] = random.Next(40) == 0;
                map.Blocks[i] = marked[i] ? (byte)1 : (byte)0;
            }

            var damage = new DamageList();
            map.AddTo(damage, width, height);
            Assert.Equal(!marked.Contains(true), damage.IsEmpty);
            for (var i = 0; i < marked.Length && !damage.IsEverything; i++)
            {
                var (x, y) = (i % across * 16, i / across * 16);
                Assert.True(!marked[i] || damage.Rects.ToArray().Any(r => r.X <= x && r.Y <= y && r.X + r.Width >= Math.Min(x + 16, width) && r.Y + r.Height >= Math.Min(y + 16, height)));
            }

            Assert.All(damage.Rects.ToArray(), r => Assert.True(r.X + r.Width <= width && r.Y + r.Height <= height));
            Assert.DoesNotContain(map.Blocks.ToArray(), b => b != 0);
        }
    }

    [Fact]
    public void Refusals_are_words_and_nothing_is_loaded_without_the_library()
    {
        AssertRefused(f => f.IsInstalled = false, "no NvFBC64.dll");
        AssertRefused(f => f.IsPossible = false, "not enabled on adapter 0");
        AssertRefused(f => f.StatusAnswer = NvFbcResult.Unsupported, "not supported on this card");
        AssertRefused(f => f.StatusAnswer = NvFbcResult.Disabled, "switched off");
        AssertRefused(f => f.CreateAnswer = NvFbcResult.IncompatibleVersion, "another version");
        AssertRefused(f => f.SetUpAnswer = NvFbcResult.InsufficientPrivileges, "this account");
        AssertRefused(f => f.GrabAnswer = NvFbcResult.DriverFailure, "DriverFailure (-5)");
        AssertRefused(f => f.MustRecreate = true, "void at once");
        using var fake = new FakeNvFbc(10, 10) { IsInstalled = false };
        using var stop = new WakeFlag();
        Assert.Throws<OrielException>(() => NvFbcBackend.Open(fake, new NvFbcOptions(), stop, stop));
        Assert.Equal(0, fake.StatusReads);
    }

    [Fact]
    public void The_adapter_is_looked_for_or_named()
    {
        using var fake = new FakeNvFbc(64, 64) { Adapter = 3 };
        using var stop = new WakeFlag();
        using (var found = NvFbcBackend.Open(fake, new NvFbcOptions(), stop, stop))
        {
            Assert.Equal("adapter 3", found.Mode.Head);
        }

        Assert.Throws<OrielException>(() => NvFbcBackend.Open(fake, new NvFbcOptions { AdapterIndex = 1 }, stop, stop));
        using var named = NvFbcBackend.Open(fake, new NvFbcOptions { AdapterIndex = 3 }, stop, stop);
        Assert.Equal(1, fake.Live);
    }

    [Fact]
    public void Hdr_is_asked_for_only_by_its_setting()
    {
        using var fake = new FakeNvFbc(64, 64) { IsHdr = true };
        using var stop = new WakeFlag();
        using (var plain = NvFbcBackend.Open(fake, new NvFbcOptions(), stop, stop))
        {
            Assert.False(fake.AskedForHdr);
            Assert.Equal((FrameType.Bgra, default(FrameFlags)), (plain.Mode.Type, plain.Mode.Flags));
        }

        using var hdr = NvFbcBackend.Open(fake, new NvFbcOptions { Hdr = true }, stop, stop);
        Assert.True(fake.AskedForHdr);
        Assert.Equal((FrameType.Rgba10, FrameFlags.Hdr | FrameFlags.HdrPq), (hdr.Mode.Type, hdr.Mode.Flags));
    }

    [Fact]
    public void Blocks_are_small_only_where_the_driver_has_small_ones()
    {
        using var fake = new FakeNvFbc(64, 64) { HasSmallBlocks = false };
        using var stop = new WakeFlag();
        using var backend = NvFbcBackend.Open(fake, new NvFbcOptions { BlockPixels = 16 }, stop, stop);
        Assert.Equal(128, fake.BlockPixels);
    }

    [Fact]
    public void Mode_changes_and_void_sessions_are_outcomes()
    {
        using var fake = new FakeNvFbc(64, 64);
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = NvFbcBackend.Open(fake, new NvFbcOptions(), stop, wake);
        var changed = new DamageList();
        fake.Resize(80, 40);
        Assert.Equal(CaptureOutcome.ModeChanged, backend.Wait(SecondNs, changed));
        Assert.Equal((80, 40), (backend.Mode.Width, backend.Mode.Height));
        Assert.Equal(CaptureOutcome.Unchanged, backend.Wait(60_000_000, changed));
        wake.Raise();
        Assert.Equal(CaptureOutcome.Unchanged, backend.Wait(60 * SecondNs, changed));
        fake.GrabAnswer = NvFbcResult.InvalidatedSession;
        Assert.Equal(CaptureOutcome.Lost, backend.Wait(SecondNs, changed));

        // Void for good: the driver is not asked again.
        fake.GrabAnswer = NvFbcResult.Success;
        Assert.Equal(CaptureOutcome.Lost, backend.Wait(SecondNs, changed));
        stop.Raise();
        Assert.Equal(CaptureOutcome.Lost, backend.Wait(SecondNs, changed));
    }

    [Fact]
    public void Frames_allocate_nothing()
    {
        using var fake = new FakeNvFbc(300, 200);
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = NvFbcBackend.Open(fake, new NvFbcOptions(), stop, wake);
        using var image = backend.TryCreateImage()!;
        var changed = new DamageList();
        var random = new Random(1);
        long allocated = 0;
        for (var i = 0; i < 600; i++)
        {
            fake.Draw(random.Next(200), random.Next(150), 40, 40, random);
            changed.Clear();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var waited = backend.Wait(SecondNs, changed);
            var captured = backend.Capture(image, changed);
            allocated += i < 200 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal((CaptureOutcome.Changed, CaptureOutcome.Changed), (waited, captured));
        }

        Assert.Equal(0, allocated);
    }

    private static void AssertRefused(Action<FakeNvFbc> spoil, string words)
    {
        using var fake = new FakeNvFbc(64, 64);
        using var stop = new WakeFlag();
        spoil(fake);
        var error = Assert.Throws<OrielException>(() => NvFbcBackend.Open(fake, new NvFbcOptions(), stop, stop));
        Assert.Same(AgentErrors.NvFbcRefused, error.Code);
        Assert.Contains(words, error.Seen, StringComparison.Ordinal);
        Assert.Equal(0, fake.Live);
    }

    /// <summary>Draws at random; of two images, each brought up to date only now and then, every one must equal the screen when it is.</summary>
    private static void Play(int[] seeds, int block)
    {
        using var fake = new FakeNvFbc(301, 203);
        using var stop = new WakeFlag();
        using var wake = new WakeFlag();
        using var backend = NvFbcBackend.Open(fake, new NvFbcOptions { BlockPixels = block }, stop, wake);
        using var first = backend.TryCreateImage()!;
        using var second = backend.TryCreateImage()!;
        var changed = new DamageList();
        foreach (var seed in seeds)
        {
            var random = new Random(seed);
            for (var n = random.Next(4); n > 0; n--)
            {
                var (x, y) = (random.Next(300), random.Next(200));
                fake.Draw(x, y, random.Next(1, 302 - x), random.Next(1, 204 - y), random);
            }

            changed.Clear();
            _ = backend.Wait(0, changed);
            first.Stale.Add(changed);
            second.Stale.Add(changed);
            var image = random.Next(2) == 0 ? first : second;
            Assert.Equal(CaptureOutcome.Changed, backend.Capture(image, image.Stale));
            image.Stale.Clear();
            var screen = fake.Screen;
            Assert.True(image.Memory.TryMap(out var pixels, out var pitch));
            for (var y = 0; y < 203; y++)
            {
                Assert.True(pixels.AsSpan((nuint)y * pitch, 301 * 4).SequenceEqual(screen.AsSpan(y * 301 * 4, 301 * 4)), $"row {y} of seed {seed}");
            }
        }
    }
}
