using System.Diagnostics;
using Oriel.Relay.Consumer;

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

    /// <summary>From the start of QEMU to the first frame on the host, once it was measured.</summary>
    public TimeSpan? FirstFrame { get; private set; }

    /// <summary>The guest; skips the test where there can be none.</summary>
    public QemuGuest StartedOrSkip()
    {
        if (s_image.Value.Image is not { } image)
        {
            Assert.Skip(s_image.Value.Problem!);
            throw new UnreachableException();
        }

        if (_guest is { HasExited: false })
        {
            return _guest;
        }

        _guest?.Dispose();
        _guest = QemuGuest.Start(
            new() { AgentFolder = Path.GetDirectoryName(Executables.Agent), Session = "xterm -geometry 80x24+40+60 &", SpiceExtra = "image-compression=off" }, image);
        using var screen = new Screen(_guest);
        _guest.WaitForDesktop(Patience);
        screen.WaitForFrame();
        FirstFrame = Stopwatch.GetElapsedTime(_guest.StartedAt);
        TestContext.Current.SendDiagnosticMessage($"guest: {(_guest.UsesKvm ? "KVM" : "TCG")}, first frame {FirstFrame.Value.TotalSeconds:0.0} s after power-on");
        return _guest;
    }

    /// <inheritdoc/>
    public void Dispose() => _guest?.Dispose();
}
