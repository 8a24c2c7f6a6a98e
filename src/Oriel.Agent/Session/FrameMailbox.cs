using Oriel.Agent.Capture;

namespace Oriel.Agent.Session;

/// <summary>
/// Latest-wins mailbox between the capture thread and the publish thread, over two images. One is at most with the publisher, so the other is always there to
/// capture into: either free, or holding a picture nobody has fetched yet, which is then taken back and brought up to date (its damage stays with it).
/// </summary>
internal sealed class FrameMailbox
{
    private const int Free = 0;
    private const int Capturing = 1;
    private const int Ready = 2;
    private const int Publishing = 3;

    private readonly CaptureImage[] _images;
    private readonly int[] _states;

    /// <summary>Makes it over images that are all free.</summary>
    public FrameMailbox(CaptureImage first, CaptureImage second)
    {
        _images = [first, second];
        _states = new int[2];
    }

    /// <summary>The images. What may be done with each depends on who holds it.</summary>
    public ReadOnlySpan<CaptureImage> Images => _images;

    /// <summary>True while a picture waits for the publisher.</summary>
    public bool HasPending => Volatile.Read(ref _states[0]) == Ready || Volatile.Read(ref _states[1]) == Ready;

    /// <summary>Capture thread: an image to capture into. Only one may be out at a time.</summary>
    public CaptureImage TakeForCapture()
    {
        while (true)
        {
            if (TryMove(Ready, Capturing) is { } waiting)
            {
                return waiting;
            }

            if (TryMove(Free, Capturing) is { } free)
            {
                free.Damage.Clear();
                return free;
            }

            // The publisher took the ready one between the two looks: then the other one is free, or it gave one back; look again.
        }
    }

    /// <summary>Capture thread: the picture is complete.</summary>
    public void Post(CaptureImage image) => Set(image, Ready);

    /// <summary>Capture thread: the picture is void.</summary>
    public void Discard(CaptureImage image) => Set(image, Free);

    /// <summary>Publish thread: the newest picture, null when there is none.</summary>
    public CaptureImage? TryTakeForPublishing() => TryMove(Ready, Publishing);

    /// <summary>Publish thread: done with it.</summary>
    public void Return(CaptureImage image) => Set(image, Free);

    /// <summary>Capture thread: withdraws a waiting picture. True when the publisher holds nothing either, so that the images may be disposed of.</summary>
    public bool TryEmpty()
    {
        if (TryMove(Ready, Capturing) is { } waiting)
        {
            Set(waiting, Free);
        }

        return Volatile.Read(ref _states[0]) == Free && Volatile.Read(ref _states[1]) == Free;
    }

    private CaptureImage? TryMove(int from, int to)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _states[i], to, from) == from)
            {
                return _images[i];
            }
        }

        return null;
    }

    private void Set(CaptureImage image, int state) => Volatile.Write(ref _states[Array.IndexOf(_images, image)], state);
}
