using Oriel.Display.Tests.Pixels;
using Oriel.Display.Upload;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Display.Tests.Upload;

/// <summary>The ring between feed and render thread, without GL: both roles are played by the test.</summary>
public sealed class UploadRingTests
{
    private readonly List<LoopRequest> _requests = [];

    [Fact]
    public void The_newest_frame_wins_and_inherits_the_damage_of_what_it_overwrote()
    {
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, 50, 40);
        Publish(ring, guest.ChangeEverything());
        ring.FinishUpload(ring.Take()!);

        Publish(ring, guest, new DamageRect(1, 2, 3, 4));
        Publish(ring, guest, new DamageRect(10, 11, 5, 6));
        Publish(ring, guest, new DamageRect(20, 21, 7, 8), new DamageRect(1, 2, 2, 2));
        var taken = ring.Take()!;
        Assert.Equal(2, ring.Overwritten);
        Assert.False(ring.HasFrame);
        Assert.False(taken.Damage.IsEverything);
        var rects = taken.Damage.Rects.ToArray();
        Assert.All([new DamageRect(1, 2, 3, 4), new DamageRect(10, 11, 5, 6), new DamageRect(20, 21, 7, 8)],
            changed => Assert.Contains(rects, r => changed.X >= r.X && changed.Y >= r.Y && changed.X + changed.Width <= r.X + r.Width && changed.Y + changed.Height <= r.Y + r.Height));
        Assert.InRange(taken.Damage.Pixels, 3 * 4 + 5 * 6 + 7 * 8, 3 * 4 + 5 * 6 + 7 * 8 + DamageList.FreeWastePixels);
        ring.FinishUpload(taken);
    }

    [Fact]
    public void A_slot_that_is_needed_for_the_first_time_allocates_nothing()
    {
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, 640, 400);
        Publish(ring, guest.ChangeEverything());
        var shown = ring.Take()!;
        Publish(ring, guest.ChangeEverything());
        Assert.True(ring.TryLend(guest.Header, out var slot));
        ring.Abandon(slot!);
        ring.FinishUpload(shown);

        using var fresh = Ring();
        Publish(fresh, guest.ChangeEverything());
        shown = fresh.Take()!;
        var mark = GC.GetAllocatedBytesForCurrentThread();
        var isLent = fresh.TryLend(guest.Header, out slot);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - mark;
        Assert.True(isLent && slot!.Index != shown.Lent.Index);
        Assert.Equal(0, allocated);
        fresh.Abandon(slot);
        fresh.FinishUpload(shown);
    }

    [Fact]
    public void Overwriting_another_format_makes_everything_new()
    {
        using var ring = Ring();
        Publish(ring, new GuestPicture(FrameType.Bgra, 50, 40), new DamageRect(1, 1, 1, 1));
        Publish(ring, new GuestPicture(FrameType.Bgra, 50, 41), new DamageRect(1, 1, 1, 1));
        var taken = ring.Take()!;
        Assert.True(taken.Damage.IsEverything);
        Assert.Equal(41u, taken.Frame.FrameHeight);
        ring.FinishUpload(taken);
    }

    [Fact]
    public void A_slot_is_always_free_while_the_GPU_and_the_mailbox_hold_one_each()
    {
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, 20, 10);
        Publish(ring, guest.ChangeEverything());
        var withGpu = ring.Take()!;
        for (var i = 0; i < 100; i++)
        {
            Assert.True(ring.TryLend(guest.Header, out var slot));
            Assert.NotEqual(withGpu.Lent.Index, slot!.Index);
            if (i % 3 == 0)
            {
                ring.Abandon(slot);
                Assert.True(slot.Stale.IsEverything);
            }
            else
            {
                ring.Publish(slot, guest.Header, guest.Damage, new FrameTimes());
            }
        }

        ring.FinishUpload(withGpu);
    }

    /// <summary>What was needed while the render thread was behind is given back; what comes out of it later is whole all the same.</summary>
    [Fact]
    public void A_slot_that_is_not_needed_for_long_gives_its_memory_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only on Linux");
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, 64, 64);

        // The render thread holds one, the mailbox another, the feed fills a third.
        Fill(ring, guest);
        var withGpu = ring.Take()!;
        Fill(ring, guest);
        Fill(ring, guest);
        ring.FinishUpload(withGpu);
        ring.FinishUpload(ring.Take()!);
        Assert.Equal(3, Resident(ring));

        for (var i = 0; i < 1000; i++)
        {
            Fill(ring, guest);
            ring.FinishUpload(ring.Take()!);
        }

        Assert.Equal(1, Resident(ring));
        foreach (var slot in ring.Slots)
        {
            Assert.True(slot.IsResident || slot.Lent.Stale.IsEverything);
            Assert.Equal(slot.IsResident, slot.Lent.Buffer!.AsSpan(0, 64 * 64 * 4).ContainsAnyExcept((byte)0));
        }

        // All are needed again.
        Fill(ring, guest);
        withGpu = ring.Take()!;
        Fill(ring, guest);
        Fill(ring, guest);
        Assert.Equal(3, Resident(ring));
        ring.FinishUpload(withGpu);
    }

    [Fact]
    public void A_larger_format_never_waits_for_a_mapped_buffer_and_takes_one_when_it_is_there()
    {
        using var ring = Ring();
        var small = new GuestPicture(FrameType.Bgra, 20, 10);
        Publish(ring, small.ChangeEverything());
        ring.FinishUpload(ring.Take()!);
        var large = new GuestPicture(FrameType.Rgba16F, 200, 100);
        Assert.True(ring.TryLend(large.Header, out var slot));
        Assert.True(slot!.Buffer!.Length >= slot.PitchBytes * 100);
        Assert.True(slot.Stale.IsEverything);
        Assert.Contains(LoopRequest.Buffers, _requests);
        Assert.Equal(slot.PitchBytes * 100UL, ring.WantedBytes);
        ring.Publish(slot, large.Header, large.Damage, new FrameTimes());
        ring.FinishUpload(ring.Take()!);

        // The render thread made the buffers meanwhile.
        foreach (var one in ring.Slots)
        {
            Assert.Null(one.Offer(new MappedBuffer(7, Oriel.Memory.PixelBuffer.Allocate((nuint)ring.WantedBytes))));
        }

        Assert.True(ring.TryLend(large.Header, out slot));
        Assert.Equal(7u, ring.Slots[slot!.Index].Mapping!.Name);
        Assert.Same(ring.Slots[slot.Index].Mapping!.Memory, slot.Buffer);
        Assert.True(slot.Stale.IsEverything);
        ring.Publish(slot, large.Header, large.Damage, new FrameTimes());
        ring.FinishUpload(ring.Take()!);

        // A still larger format takes plain memory again; the mapped buffer goes back to its maker.
        var largest = new GuestPicture(FrameType.Rgba16F, 300, 200);
        for (var i = 0; i < 3; i++)
        {
            Publish(ring, largest.ChangeEverything());
            ring.FinishUpload(ring.Take()!);
        }

        Assert.True(ring.TryTakeRetired(out var retired));
        Assert.Equal(7u, retired!.Name);
    }

    [Theory]
    [InlineData(4097, 10)]
    [InlineData(10, 4097)]
    public void Pictures_beyond_the_GPUs_limit_are_refused_with_the_numbers(int width, int height)
    {
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, width, height);
        Assert.False(ring.TryLend(guest.Header, out _));
        Assert.Equal(new FrameRefusal((uint)width, (uint)height, 4096), ring.Refusal);
        Publish(ring, new GuestPicture(FrameType.Bgra, 4096, 1).ChangeEverything());
        Assert.Null(ring.Refusal);
        ring.FinishUpload(ring.Take()!);
    }

    [Fact]
    public void Closing_waits_for_the_slot_the_feed_holds()
    {
        using var ring = Ring();
        var guest = new GuestPicture(FrameType.Bgra, 20, 10);
        Assert.True(ring.TryLend(guest.Header, out var slot));
        Assert.False(ring.Close(TimeSpan.FromMilliseconds(50)));
        var closing = new Thread(() => Assert.True(ring.Close(TimeSpan.FromSeconds(20))));
        closing.Start();
        ring.Publish(slot!, guest.Header, guest.Damage, new FrameTimes());
        Assert.True(closing.Join(TimeSpan.FromSeconds(20)));
        Assert.False(ring.TryLend(guest.Header, out _));
    }

    private static void Publish(UploadRing ring, GuestPicture guest, params DamageRect[] rects)
    {
        guest.Damage.Clear();
        if (rects.Length == 0)
        {
            guest.Damage.SetEverything();
        }

        foreach (var rect in rects)
        {
            guest.Damage.Add(rect);
        }

        Assert.True(ring.TryLend(guest.Header, out var slot));
        ring.Publish(slot!, guest.Header, guest.Damage, new FrameTimes());
    }

    // As the feed does it: afterwards the slot holds the whole picture.
    private static void Fill(UploadRing ring, GuestPicture guest)
    {
        guest.ChangeEverything();
        Assert.True(ring.TryLend(guest.Header, out var slot));
        slot!.Buffer!.AsSpan(0, 64 * 64 * 4).Fill(7);
        slot.Stale.Clear();
        ring.Publish(slot, guest.Header, guest.Damage, new FrameTimes());
    }

    private static int Resident(UploadRing ring)
    {
        var count = 0;
        foreach (var slot in ring.Slots)
        {
            count += slot.IsResident ? 1 : 0;
        }

        return count;
    }

    private UploadRing Ring() => new(maxTextureSize: 4096, _requests.Add);
}
