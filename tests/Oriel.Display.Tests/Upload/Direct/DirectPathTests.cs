using Oriel.Display.Context;
using Oriel.Display.Tests.Pixels;
using Oriel.Display.Upload.Direct;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Upload.Direct;

/// <summary>
/// Frames that the GPU reads in the guest's memory. Kernel and driver are doubles here, everything between them is real: proofs, imports, copies on the GPU, the order of both ways, what is released when.
/// The last test is for machines that can import.
/// </summary>
public sealed class DirectPathTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(FrameType.Bgra)]
    [InlineData(FrameType.Rgba)]
    [InlineData(FrameType.Rgba10)]
    [InlineData(FrameType.Rgba16F)]
    public void Partial_frames_by_both_ways_in_any_order_end_in_the_right_picture(FrameType type)
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(type, 203, 117, seed: (int)type);
        Assert.False(stage.Send(guest.ChangeEverything()), "the first frame must not wait for anything");
        stage.AssertShown(guest);
        stage.SendUntilDirect(guest);
        stage.AssertShown(guest);
        var random = new Random(4);
        var direct = 0;
        for (var i = 0; i < 300; i++)
        {
            guest.ChangeSome(random.Next(1, 8));
            if (random.Next(3) == 0)
            {
                stage.NoteDamage(guest.Damage);
                stage.Copy(guest, stage.Write(guest, i % 3));
            }
            else
            {
                direct += stage.Send(guest, i % 3) ? 1 : 0;
            }

            if (i % 10 == 0)
            {
                stage.AssertShown(guest);
            }
        }

        stage.AssertShown(guest);
        Assert.True(direct > 20, $"only {direct} frames without a copy");
        Assert.Equal(UploadPath.DmaBuf, stage.Loop.Loop.Statistics.Upload);
        Assert.Contains("dmabuf: the GPU reads the guest's memory", stage.Said);
        Assert.Contains(", dmabuf, else ", stage.Loop.Loop.Statistics.Renderer, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_whole_pages_of_frames_are_lent_once_each()
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        stage.SendUntilDirect(guest);
        for (var i = 0; i < 12; i++)
        {
            stage.Send(guest.ChangeSome(2), i % 3);
            stage.Loop.Capture();
        }

        var bytes = ((203u * 4) + 64) * 117;
        var pages = (bytes + 4095) / 4096 * 4096;
        var frames = stage.Memory.Lent.Where(l => l.Offset != 0).Order().ToArray();
        Assert.Equal([(4096, pages), ((1 << 20) + 4096, pages), ((2 << 20) + 4096, pages)], frames);
        // One more for the proof's own memory.
        Assert.Equal(4, stage.Driver.Imports);
        Assert.Equal(1, stage.Driver.Releases);
    }

    [Theory]
    [InlineData(nameof(DriverDoes.RefuseImport), "the double refuses")]
    [InlineData(nameof(DriverDoes.RefuseRefresh), "does not copy from an imported image")]
    [InlineData(nameof(DriverDoes.ReadWithAnotherPitch), "is wrong from row 1 on (try 1)")]
    [InlineData(nameof(DriverDoes.KeepWhatItReadFirst), "is wrong from row 0 on")]
    [InlineData(nameof(DriverDoes.SwapColors), "is wrong from row 0 on (try 1)")]
    public void A_driver_that_fails_the_proof_is_never_used_and_the_log_says_why(string does, string reason)
    {
        using var stage = new DirectStage(does: Enum.Parse<DriverDoes>(does));
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        Eventually.True(() =>
        {
            Assert.False(stage.Send(guest.ChangeSome(3)));
            stage.Loop.Capture();
            return stage.Said.Any(s => s.StartsWith("dmabuf not used: ", StringComparison.Ordinal));
        }, s_limit, "no reason was given");
        Assert.Contains(reason, stage.Said.Last(), StringComparison.Ordinal);
        stage.AssertShown(guest);
        Assert.NotEqual(UploadPath.DmaBuf, stage.Loop.Loop.Statistics.Upload);
        Assert.Equal(stage.Driver.Imports, stage.Driver.Releases);
    }

    [Theory]
    [InlineData(null, 2, "/dev/udmabuf")]
    [InlineData("no extension", 0, "no extension")]
    public void A_machine_that_cannot_says_so_and_copies(string? obstacle, int error, string reason)
    {
        using var stage = new DirectStage(obstacle);
        stage.Memory.Error = error;
        var guest = new GuestPicture(FrameType.Bgra, 64, 48);
        Eventually.True(() =>
        {
            Assert.False(stage.Send(guest.ChangeSome(3)));
            stage.Loop.Capture();
            return stage.Said.Any(s => s.StartsWith("dmabuf not used: ", StringComparison.Ordinal) && s.Contains(reason, StringComparison.Ordinal));
        }, s_limit, () => string.Join(" | ", stage.Said));
        stage.AssertShown(guest);
    }

    [Fact]
    public void A_frame_that_is_given_up_is_not_shown_and_the_next_one_is_whole()
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        stage.SendUntilDirect(guest);
        var before = stage.Loop.Capture();

        // After it was read, and at once.
        foreach (var isAwaited in new[] { true, false })
        {
            guest.ChangeSome(5);
            stage.NoteDamage(guest.Damage);
            var header = stage.Write(guest, 1);
            Eventually.True(() => stage.TryBegin(header), s_limit, "the frame before is still in the way");
            if (isAwaited)
            {
                Assert.Equal(DirectProgress.Read, stage.Await());
            }

            stage.Direct.Abandon(DirectFailure.Torn);
            stage.Loop.Loop.Invalidate();
            PictureAssert.Same(before, stage.Loop.Capture(), 0);
        }

        Eventually.True(() => stage.Send(guest.ChangeSome(5), 2), s_limit, "torn frames ended the way for good");
        stage.AssertShown(guest);
    }

    [Theory]
    [InlineData(DirectFailure.Late, "more than 100 ms")]
    [InlineData(DirectFailure.Different, "another picture than the processor")]
    [InlineData(DirectFailure.Failed, "could not read a frame")]
    public void After_a_failure_everything_is_copied(DirectFailure failure, string reason)
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        stage.SendUntilDirect(guest);
        guest.ChangeSome(5);
        stage.NoteDamage(guest.Damage);
        var header = stage.Write(guest, 1);
        Assert.True(stage.TryBegin(header));
        stage.Direct.Abandon(failure);
        stage.Copy(guest, header);
        stage.AssertShown(guest);
        for (var i = 0; i < 20; i++)
        {
            Assert.False(stage.Send(guest.ChangeSome(3), i % 3));
        }

        stage.AssertShown(guest);
        Eventually.True(() => stage.Said.Any(s => s.StartsWith("dmabuf not used: ", StringComparison.Ordinal) && s.Contains(reason, StringComparison.Ordinal)), s_limit,
            () => string.Join(" | ", stage.Said));
        Assert.NotEqual(UploadPath.DmaBuf, stage.Loop.Loop.Statistics.Upload);
    }

    [Fact]
    public void A_driver_that_fails_later_is_left_and_the_picture_goes_on()
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        stage.SendUntilDirect(guest);
        stage.Driver.Does = DriverDoes.RefuseRefresh;
        Assert.False(stage.Send(guest.ChangeSome(4)));
        stage.Driver.Does = DriverDoes.Well;
        stage.AssertShown(guest);
        Assert.False(stage.Send(guest.ChangeSome(4)));
        stage.AssertShown(guest);
    }

    [Fact]
    public void What_cannot_be_imported_is_copied_and_nothing_outside_is_lent()
    {
        using var stage = new DirectStage();
        var guest = new GuestPicture(FrameType.Bgra, 203, 117);
        stage.SendUntilDirect(guest);
        var good = stage.Write(guest);
        stage.Memory.Lent.Clear();
        var memory = stage.Region.Length;
        foreach (var odd in new[]
        {
            good with { WritePointerOffset = 4092 + 64 },
            good with { WritePointerOffset = memory - 4 },
            good with { WritePointerOffset = memory - 4096 - 4 },
            good with { WritePointerOffset = (ulong.MaxValue & ~4095UL) - 4 },
            good with { Type = FrameType.Bgr32 },
            good with { Type = FrameType.Rgb24 },
            good with { FrameWidth = 100_000 },
            good with { DataHeight = uint.MaxValue, FrameHeight = uint.MaxValue },
        })
        {
            Assert.False(stage.TryBegin(odd), odd.ToString());
        }

        Assert.Empty(stage.Memory.Lent);

        // A guest that uses other places all the time gets so many, and copies for the rest.
        var places = 0;
        for (var i = 0; i < 40; i++)
        {
            var header = good with { WritePointerOffset = 4092 + ((ulong)i * 131072) };
            if (stage.TryDirect(header))
            {
                places++;
                stage.Loop.Capture();
            }
        }

        Assert.InRange(places, 1, 8);
        Assert.InRange(stage.Memory.Lent.Count, 1, 8);
        Eventually.True(() => stage.Send(guest.ChangeEverything()), s_limit, "a known place is taken no more");
        stage.AssertShown(guest);
    }

    [Fact]
    public void New_formats_are_proven_again_and_not_more_often_than_twice_a_second()
    {
        using var stage = new DirectStage();
        var first = new GuestPicture(FrameType.Bgra, 203, 117);
        var second = new GuestPicture(FrameType.Bgra, 160, 90);
        stage.SendUntilDirect(first);
        var proofs = stage.Memory.Lent.Count(l => l.Offset == 0);
        var clock = OwnClock.Start();
        for (var i = 0; i < 50; i++)
        {
            stage.Send((i % 2 == 0 ? second : first).ChangeEverything(), i % 2);
            stage.Loop.Capture();
        }

        Assert.InRange(stage.Memory.Lent.Count(l => l.Offset == 0) - proofs, 0, 2 + (int)(clock.ElapsedMs / 500));
        stage.SendUntilDirect(second);
        stage.AssertShown(second);
    }

    [Fact]
    public void Memory_that_is_gone_is_let_go_and_all_of_it_at_the_end()
    {
        var before = Descriptors();
        using (var stage = new DirectStage())
        {
            var guest = new GuestPicture(FrameType.Bgra, 203, 117);
            for (var life = 0; life < 3; life++)
            {
                stage.SendUntilDirect(guest);
                stage.Send(guest.ChangeSome(2), 1);
                stage.AssertShown(guest);
                stage.ReplaceRegion();
                Eventually.True(() =>
                {
                    // Looked at with the next picture.
                    stage.Loop.Loop.Invalidate();
                    return stage.Driver.Imports == stage.Driver.Releases && Descriptors() == before + 1;
                }, s_limit, () => $"{stage.Driver.Imports} imports, {stage.Driver.Releases} released, {Descriptors()} descriptors");
            }

            stage.SendUntilDirect(guest);
        }

        Assert.Equal(before, Descriptors());
    }

    [Fact]
    public void Two_thousand_frames_allocate_nothing()
    {
        using var stage = new DirectStage();
        // The list of captures grows with the first one; the count begins with the first picture.
        stage.Loop.Capture();
        var guest = new GuestPicture(FrameType.Bgra, 64, 48);
        stage.SendUntilDirect(guest);
        var direct = 0;
        for (var i = 0; i < 2000; i++)
        {
            // A late signal of an earlier frame only makes a copy of the next.
            direct += stage.Send(guest.ChangeSome(2), i % 2) ? 1 : 0;
            Assert.True(stage.Presented.WaitOne(s_limit));
        }

        stage.Loop.Loop.Dispose();
        Assert.True(direct > 500, $"only {direct} frames without a copy");
        Assert.Equal(0, stage.Loop.Loop.Statistics.AllocatedBytes);
    }

    [Fact]
    public void This_machines_driver_imports_what_its_kernel_lends()
    {
        GlContext context;
        try
        {
            context = GlContext.Create(null);
        }
        catch (OrielException missing) when (missing.Code == DisplayErrors.EglMissing || missing.Code == DisplayErrors.NoEglDisplay)
        {
            Assert.Skip($"no EGL here: {missing.Seen}");
            throw;
        }

        using (context)
        {
            using var memory = Region.CreateMemfd("oriel-proof", 4096);
            var importer = new EglDmaImporter(context.Gl, context.Display);
            if ((importer.Obstacle ?? memory.DmaBufferObstacle?.Seen) is { } obstacle)
            {
                Assert.Skip($"not run on a device: {obstacle} ({context.Renderer})");
            }

            using var blit = new DirectBlit(context.Gl);
            foreach (var type in new[] { FrameType.Bgra, FrameType.Rgba10, FrameType.Rgba16F })
            {
                var picture = new GuestPicture(type, 1920, 1080);
                var reason = ImportProof.Try(context.Gl, importer, blit, picture.Header, static bytes => Region.CreateMemfd("oriel-proof", bytes));
                Assert.True(reason is null, $"{context.Renderer}, {type}: {reason}");
            }
        }
    }

    private static int Descriptors() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(f => new FileInfo(f).LinkTarget is { } target && (target.Contains("oriel-direct", StringComparison.Ordinal) || target.Contains("oriel-proof", StringComparison.Ordinal)));
}
