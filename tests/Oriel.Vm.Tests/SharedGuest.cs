using System.Diagnostics;

namespace Oriel.Vm.Tests;

/// <summary>One guest for all tests, booted when the first test asks for it. A test leaves it as it found it: desktop up, agent running, 1280x800.</summary>
public sealed class SharedGuest : IDisposable
{
    private static readonly Lazy<(GuestImage? Image, string? Problem)> s_image = new(() =>
    {
        var image = GuestImage.Build(out var problem);
        return (image, problem);
    });

    private QemuGuest? _guest;

    /// <summary>Longest wait for anything on a slow, loaded machine.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>From the start of QEMU to the first picture of the emulated screen.</summary>
    public TimeSpan FirstPicture { get; private set; }

    /// <summary>There was a relayed frame before the first picture of the emulated screen.</summary>
    public bool HadFrameBeforePicture { get; private set; }

    /// <summary>From the start of QEMU to the guest's X server.</summary>
    public TimeSpan Desktop { get; private set; }

    /// <summary>From the start of QEMU to the first relayed frame on the host.</summary>
    public TimeSpan FirstFrame { get; private set; }

    /// <summary>The image, for a guest of one's own; skips the test where there can be none.</summary>
    public static GuestImage ImageOrSkip()
    {
        if (s_image.Value.Image is { } image)
        {
            return image;
        }

        Assert.Skip(s_image.Value.Problem!);
        throw new UnreachableException();
    }

    /// <summary>The guest; skips the test where there can be none.</summary>
    public QemuGuest StartedOrSkip()
    {
        var image = ImageOrSkip();
        if (_guest is { HasExited: false })
        {
            return _guest;
        }

        _guest?.Dispose();
        _guest = QemuGuest.Start(
            new() { Name = $"oriel-vm-{Environment.ProcessId}", AgentFolder = Path.GetDirectoryName(Executables.Agent), Session = "xterm -geometry 80x24+40+60 &", SpiceExtra = "image-compression=off" }, image);
        using var screen = new Screen(_guest);
        using var spice = new Spice(_guest);
        Eventually.True(() => spice.Picture() is not null, Patience, () => $"a picture over SPICE; {spice.Session.Status}\n{_guest.Diagnosis}");
        FirstPicture = Stopwatch.GetElapsedTime(_guest.StartedAt);
        HadFrameBeforePicture = screen.Sink.Frames > 0;
        _guest.WaitForDesktop(Patience);
        Desktop = Stopwatch.GetElapsedTime(_guest.StartedAt);
        screen.WaitForFrame();
        FirstFrame = Stopwatch.GetElapsedTime(_guest.StartedAt);
        TestContext.Current.SendDiagnosticMessage(
            $"guest: {(_guest.UsesKvm ? "KVM" : "TCG")}; after power-on: SPICE picture {FirstPicture.TotalSeconds:0.0} s, X server {Desktop.TotalSeconds:0.0} s, first frame {FirstFrame.TotalSeconds:0.0} s");
        return _guest;
    }

    /// <inheritdoc/>
    public void Dispose() => _guest?.Dispose();
}
