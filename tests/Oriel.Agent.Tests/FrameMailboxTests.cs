using Oriel.Agent.Capture;
using Oriel.Agent.Session;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests;

public sealed class FrameMailboxTests
{
    private static readonly CaptureMode s_mode = new(FrameType.Bgra, 16, 16, 0, 0, FrameRotation.None, "screen");

    [Fact]
    public void A_picture_nobody_fetched_is_taken_back_with_its_damage()
    {
        var (a, b) = (Image(), Image());
        var mailbox = new FrameMailbox(a, b);
        var first = mailbox.TakeForCapture();
        first.Damage.Add(new DamageRect(1, 1, 1, 1));
        mailbox.Post(first);
        Assert.True(mailbox.HasPending);

        var again = mailbox.TakeForCapture();
        Assert.Same(first, again);
        Assert.Equal(1, again.Damage.Rects.Length);
        mailbox.Post(again);
        Assert.Same(first, mailbox.TryTakeForPublishing());
        Assert.Null(mailbox.TryTakeForPublishing());

        var other = mailbox.TakeForCapture();
        Assert.NotSame(first, other);
        Assert.True(other.Damage.IsEmpty);
        mailbox.Discard(other);
        Assert.False(mailbox.TryEmpty());
        mailbox.Return(first);
        Assert.True(mailbox.TryEmpty());
    }

    /// <summary>Two threads at full speed: the publisher never holds what is being captured, pictures only get newer, and no damage is lost on the way.</summary>
    [Fact]
    public void Two_threads_share_two_images_without_losing_damage()
    {
        const int Rounds = 200_000;
        var mailbox = new FrameMailbox(Image(), Image());
        var (seenBits, newest, wrong) = (0L, 0L, 0);
        var done = false;
        var publisher = new Thread(() =>
        {
            while (!Volatile.Read(ref done) || mailbox.HasPending)
            {
                if (mailbox.TryTakeForPublishing() is { } image)
                {
                    wrong += image.CapturedAt > newest ? 0 : 1;
                    newest = image.CapturedAt;
                    foreach (var rect in image.Damage.Rects)
                    {
                        seenBits += rect.X;
                    }

                    wrong += image.CapturedAt == newest ? 0 : 1;
                    mailbox.Return(image);
                }
            }
        });
        publisher.Start();
        var sent = 0L;
        for (var i = 1; i <= Rounds; i++)
        {
            var image = mailbox.TakeForCapture();

            // Room for one more without merging: else wait for the publisher by not adding any.
            if (image.Damage.Rects.Length < DamageList.Capacity)
            {
                image.Damage.Add(new DamageRect((uint)i, (uint)i, 1, 1));
                sent += i;
            }

            image.CapturedAt = i;
            mailbox.Post(image);
        }

        Volatile.Write(ref done, true);
        publisher.Join();
        Assert.Equal(0, wrong);
        Assert.Equal(Rounds, newest);
        Assert.Equal(sent, seenBits);
    }

    private static CaptureImage Image() => new(new PlainMemory(PixelBuffer.Allocate(16 * 16 * 4), 64), s_mode);
}
