using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Duplication;
using Oriel.Agent.Windows.Gpu;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Testing.Windows;

namespace Oriel.Agent.Tests.Windows.Duplication;

/// <summary>A fake screen, the real source and delivery on it, and two images kept as the capture loop keeps them.</summary>
internal sealed class DuplicationBed : IDisposable
{
    private readonly DamageMerger _merger = new();
    private readonly DamageList _changed = new();
    private readonly List<CaptureImage> _images = [];
    private int _turn;
    private bool _full = true;

    public DuplicationBed(FakeWindows windows, DuplicationOptions? options = null)
    {
        Windows = windows;
        Gpu = new FakeGpuSystem(windows);
        Options = options ?? new DuplicationOptions();
        Open();
    }

    public FakeWindows Windows { get; }

    public FakeGpuSystem Gpu { get; }

    public DuplicationOptions Options { get; }

    public PointerSlot Pointer { get; } = new();

    public WakeFlag Stop { get; } = new();

    public WakeFlag Wake { get; } = new();

    public DuplicationSource Source { get; private set; } = null!;

    public StagingBackend Backend { get; private set; } = null!;

    public FakeScreen Screen => Windows.Gpus[0].Screens[0];

    /// <summary>The image captured last.</summary>
    public CaptureImage Last => _images[1 - _turn];

    /// <summary>The damage the last <see cref="Step"/> told.</summary>
    public DamageList LastDamage { get; } = new();

    /// <summary>Opened again after it was lost.</summary>
    public int Reopened { get; private set; }

    /// <summary>One turn of the capture loop. True when a picture was captured.</summary>
    public bool Step(long timeoutNs = 0)
    {
        if (_images.Count == 0 && !TryMakeImages())
        {
            return false;
        }

        var outcome = Backend.Wait(timeoutNs, _changed);
        if (outcome == CaptureOutcome.Unchanged && !_full)
        {
            return false;
        }

        if (_full)
        {
            _changed.SetEverything();
        }

        if (outcome is CaptureOutcome.Changed or CaptureOutcome.Unchanged)
        {
            foreach (var each in _images)
            {
                _merger.Add(each.Stale, _changed);
            }

            var image = _images[_turn];
            outcome = Backend.Capture(image, image.Stale);
            if (outcome == CaptureOutcome.Changed)
            {
                LastDamage.CopyFrom(_changed);
                _changed.Clear();
                image.Stale.Clear();
                _full = false;
                _turn = 1 - _turn;
                return true;
            }
        }

        if (outcome == CaptureOutcome.ModeChanged)
        {
            DropImages();
        }
        else if (outcome == CaptureOutcome.Lost)
        {
            Reopen();
        }

        return false;
    }

    /// <summary>Takes steps until nothing is left to do, then compares the last picture with the screen, byte for byte.</summary>
    public void SettleAndCompare()
    {
        for (var quiet = 0; quiet < 3;)
        {
            quiet = Step() || _full || !Source.IsComplete || Screen.HasNews ? 0 : quiet + 1;
        }

        AssertEqual();
    }

    /// <summary>The last picture is the screen.</summary>
    public void AssertEqual()
    {
        var memory = Last.Memory;
        Assert.True(memory.TryMap(out var pixels, out var pitchBytes));
        try
        {
            var rowBytes = Screen.Width * Screen.PixelBytes;
            Assert.Equal((Screen.Width, Screen.Height), (Last.Mode.Width, Last.Mode.Height));
            Assert.True(pitchBytes > (uint)rowBytes);
            for (var y = 0; y < Screen.Height; y++)
            {
                if (!pixels.AsSpan((nuint)y * pitchBytes, rowBytes).SequenceEqual(Screen.Pixels.AsSpan(y * rowBytes, rowBytes)))
                {
                    Assert.Fail($"row {y} differs after {Screen.Acquired} frames");
                }
            }
        }
        finally
        {
            memory.Unmap();
        }

        Assert.Empty(Windows.Violations);
    }

    /// <summary>As the capture loop does after a loss: everything anew.</summary>
    public void Reopen()
    {
        Reopened++;
        DropImages();
        Backend.Dispose();
        Open();
    }

    public void Dispose()
    {
        DropImages();
        Backend.Dispose();
        Assert.Empty(Windows.Live);
        Assert.Empty(Windows.Violations);
        Windows.Dispose();
        Stop.Dispose();
        Wake.Dispose();
    }

    private void Open()
    {
        Source = DuplicationSource.Open(Gpu, Options, Pointer, Stop, Wake);
        Backend = new StagingBackend(Source);
        _full = true;
    }

    private bool TryMakeImages()
    {
        if (Backend.TryCreateImage() is not { } first)
        {
            Reopen();
            return false;
        }

        _images.Add(first);
        _images.Add(Backend.TryCreateImage()!);
        _full = true;
        return true;
    }

    private void DropImages()
    {
        foreach (var image in _images)
        {
            image.Dispose();
        }

        _images.Clear();
        _changed.Clear();
        _turn = 0;
        _full = true;
    }
}
