using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Oriel.Vm;

/// <summary>One run of <c>./dev vm</c>: image, guest, viewer, and the end of all of them.</summary>
internal sealed class VmRun(VmOptions options) : IDisposable
{
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromSeconds(180);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Runs; returns the exit status.</summary>
    public int Execute()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        if (options.Clean)
        {
            return Clean();
        }

        try
        {
            return GetImage() is not { } image ? 1 : options.ImageOnly ? 0 : RunGuest(image);
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException or IOException)
        {
            Console.Error.WriteLine($"vm: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private static int Clean()
    {
        var folder = GuestImage.Cache;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine($"vm: removed {folder}");
        return 0;
    }

    private static GuestImage? GetImage()
    {
        var started = Stopwatch.GetTimestamp();
        var wasThere = GuestImage.Find() is not null;
        var image = GuestImage.Build(out var problem, Console.WriteLine);
        if (image is null)
        {
            Console.Error.WriteLine($"vm: {problem}");
        }
        else
        {
            Console.WriteLine($"vm: image {image.Folder}{(wasThere ? "" : $", built in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s")}");
        }

        return image;
    }

    private static string? Program(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : null;

    private static string ViewerProgram => Program("ORIEL_VIEWER") ?? throw new InvalidOperationException("ORIEL_VIEWER does not name the viewer");

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }

    private int RunGuest(GuestImage image)
    {
        var agent = options.NoAgent ? null : Program("ORIEL_AGENT");
        using var server = options.Doorbell ? new DoorbellServerProcess(ViewerProgram, _stop.Token) : null;
        using var guest = QemuGuest.Start(
            new()
            {
                Size = options.Size,
                MemoryMiB = options.MemoryMiB,
                AgentFolder = agent is null ? null : Path.GetDirectoryName(Path.GetFullPath(agent)),
                Session = QemuOptions.Terminal,
                Ticket = options.Ticket,
                Kvm = options.Kvm,
                DoorbellSocket = server?.Socket,
                Devices = options.Tablet ? ["virtio-tablet-pci"] : [],
            },
            image);
        Console.WriteLine($"vm: {(guest.UsesKvm ? "KVM" : "no working KVM: emulated (slow, but all there)")}, pid {guest.Id}");
        Console.WriteLine($"vm: region {guest.SharedMemory}, SPICE {guest.SpicePath}, shared folder {guest.Share}");

        // A window is opened at once: it shows the machine booting. Without one there is nothing to see before the agent runs.
        using var viewer = options.NoView || IsHeadless ? null : StartViewer(guest);
        using var first = new FirstFrame(guest.SharedMemory);
        if (!options.NoAgent)
        {
            WaitForFrame(guest, first, viewer);
        }

        if (IsHeadless && !options.NoView)
        {
            using var headless = StartViewer(guest);
            return WaitForViewer(guest, headless);
        }

        return viewer is null ? WaitForEnd(guest) : WaitForViewer(guest, viewer);
    }

    private bool IsHeadless => options.Headless
        || (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")));

    private void WaitForFrame(QemuGuest guest, FirstFrame first, ViewerProcess? viewer)
    {
        var started = Stopwatch.GetTimestamp();
        while (!first.Seen.Wait(100, _stop.Token))
        {
            if (guest.HasExited || viewer is { HasExited: true })
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > s_bootLimit)
            {
                throw new TimeoutException($"no frame from the guest's agent within {s_bootLimit.TotalSeconds:0} s\n{guest.Diagnosis}");
            }
        }

        var seconds = Stopwatch.GetElapsedTime(guest.StartedAt, first.Seen.Result).TotalSeconds;
        Console.WriteLine($"vm: first frame {seconds:0.0} s after power-on");
    }

    private ViewerProcess StartViewer(QemuGuest guest)
    {
        List<string> line = ["view", "--region", guest.SharedMemory];
        if (guest.SpicePath is { } spice)
        {
            line.AddRange(["--spice", spice]);
        }

        if (IsHeadless)
        {
            var screenshot = Path.GetFullPath(options.Screenshot);
            Directory.CreateDirectory(Path.GetDirectoryName(screenshot)!);
            line.AddRange(["--headless", "--seconds", $"{options.Seconds}", "--screenshot", screenshot]);
            Console.WriteLine($"vm: screenshot {screenshot}");
        }

        return new ViewerProcess(ViewerProgram, [.. line, .. options.ViewerOptions], options.Ticket);
    }

    private int WaitForViewer(QemuGuest guest, ViewerProcess viewer)
    {
        while (!viewer.WaitForExit(TimeSpan.FromMilliseconds(200)))
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (guest.HasExited && IsHeadless)
            {
                throw new InvalidOperationException($"the guest ended\n{guest.Diagnosis}");
            }
        }

        return viewer.Status;
    }

    private int WaitForEnd(QemuGuest guest)
    {
        Console.WriteLine("vm: running; Ctrl+C ends it");
        while (!guest.HasExited)
        {
            _stop.Token.WaitHandle.WaitOne(200);
            _stop.Token.ThrowIfCancellationRequested();
        }

        return 0;
    }
}
