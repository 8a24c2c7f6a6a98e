using Oriel.Display.Tests.Pixels;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Display.Tests.Loop;

/// <summary>
/// Pictures for people: with ORIEL_GALLERY=FOLDER every state worth looking at is saved there as a PNG. They assert nothing that other tests do not.
/// </summary>
public sealed class GalleryTests
{
    [Fact]
    public void Everything_worth_looking_at()
    {
        if (Environment.GetEnvironmentVariable("ORIEL_GALLERY") is not { Length: > 0 } folder)
        {
            Assert.Skip("ORIEL_GALLERY names no folder");
            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var state in Enum.GetValues<RelayState>())
        {
            using var loop = new OffscreenLoop();
            loop.Loop.Sink.UpdateStatus(Status(state));
            Show(loop).SavePng(Path.Combine(folder, $"status-{state}.png"));
        }

        using (var loop = new OffscreenLoop())
        {
            loop.Loop.Sink.UpdateStatus(Told(RelayState.WaitingForFrame));
            Show(loop).SavePng(Path.Combine(folder, "guest-no-output.png"));
            loop.Loop.Sink.UpdateStatus(Told(RelayState.ProducerSilent));
            Show(loop).SavePng(Path.Combine(folder, "guest-last-words.png"));
        }

        using (var loop = new OffscreenLoop(new ViewSettings { ShowHud = true }))
        {
            loop.Loop.AttachCounters(new RelayCounters());
            loop.Feed.Send(Desktop(FrameFlags.None, rows: 600));
            loop.Loop.Sink.UpdateStatus(Told(RelayState.Live));
            Show(loop).SavePng(Path.Combine(folder, "guest-frozen.png"));
        }

        using (var loop = new OffscreenLoop(new ViewSettings { ShowHud = true }))
        {
            loop.Loop.AttachCounters(new RelayCounters());
            var guest = Desktop(FrameFlags.None, rows: 600);
            for (var i = 0; i < 40; i++)
            {
                loop.Feed.Send(guest.ChangeSome(2));
                loop.Capture();
            }

            loop.Loop.ShowNotice("captured: Scroll Lock releases the mouse");
            loop.Loop.ShowNotice("scale 1:1");
            Show(loop).SavePng(Path.Combine(folder, "hud.png"));
            loop.Loop.Sink.UpdateStatus(Status(RelayState.ProducerSilent));
            Thread.Sleep(500);
            loop.Capture().SavePng(Path.Combine(folder, "silent.png"));
        }

        foreach (var (width, height, isKnown) in new[] { (1920, 1080, true), (3840, 2160, true), (640, 400, false) })
        {
            using var loop = new OffscreenLoop(new ViewSettings { ShowHud = true, ShowTimings = true });
            loop.Loop.AttachCounters(new RelayCounters());
            loop.Loop.AttachClock(() => isKnown ? new ClockEstimate(ClockRelation.Estimated, 86_523_124_765_432, 87_654, 3, 1) : ClockEstimate.None);
            loop.Loop.Sink.UpdateStatus(Status(RelayState.Live) with { Wakeup = isKnown ? "doorbell, peer 3" : "" });
            var guest = new GuestPicture(FrameType.Bgra, width, height);
            var random = new Random(7);
            for (var i = 0; i < 150; i++)
            {
                loop.Feed.GuestDelaysNs = isKnown ? (random.Next(1_500_000, 4_000_000), random.Next(40_000, 900_000)) : null;
                loop.Feed.Send(guest.ChangeSome(2));
                loop.Capture();
            }

            Show(loop).SavePng(Path.Combine(folder, $"latency-{width}.png"));
        }

        using (var loop = new OffscreenLoop())
        {
            loop.Feed.Send(Desktop(FrameFlags.None, rows: 400));
            Show(loop).SavePng(Path.Combine(folder, "truncated.png"));
        }

        foreach (var type in Enum.GetValues<CursorType>())
        {
            using var loop = new OffscreenLoop(new ViewSettings { Filter = ScaleFilter.Nearest });
            loop.Loop.Resize(800, 600);
            loop.Feed.Send(Gradient());
            loop.SetCursor(Arrow(type));
            loop.Capture().SavePng(Path.Combine(folder, $"cursor-{type}.png"));
        }
    }

    private static RgbImage Show(OffscreenLoop loop)
    {
        // The words come after a moment, the font after another.
        Thread.Sleep(700);
        return loop.Capture();
    }

    private static RelayStatus Told(RelayState state) => new(state, "/dev/shm/oriel", state == RelayState.ProducerSilent ? "The heartbeat stopped 1 second ago." : "Connected.")
    {
        Guest = new GuestStatus
        {
            State = GuestState.NoOutput, StateSinceMs = 5, Agent = "oriel-agent 0.3", System = "Windows 11 Pro 23H2 (22631.3007)", Gpu = "NVIDIA GeForce RTX 4060", GpuDriver = "31.0.15.4601",
            Error = new GuestError("ORL420", "no output is active: 1 adapter, 0 outputs", "attach a monitor, a dummy plug or a virtual display to the GPU", 6),
        },
    };

    private static RelayStatus Status(RelayState state) => new(state, "/dev/shm/oriel", state switch
    {
        RelayState.NoRegion => "/dev/shm/oriel: No such file or directory (errno 2)",
        RelayState.VersionMismatch => "the producer speaks LGMP 6 with KVMFR 41 (\"B7-142-gdeadbeef\"); this viewer reads KVMFR 19 to 34",
        RelayState.ProducerSilent => "the heartbeat has not moved for 1.2 s",
        RelayState.SessionRefused => "the frame queue's record was refused",
        _ => "one sentence about what was seen, with the numbers",
    });

    private static GuestPicture Desktop(FrameFlags flags, int rows)
    {
        var guest = new GuestPicture(FrameType.Bgra, 1000, 600) { RowsPresent = rows, Flags = flags };
        for (var y = 0; y < 600; y++)
        {
            for (var x = 0; x < 1000; x++)
            {
                guest.SetPixel(x, y, [(byte)(y / 3), (byte)(x / 5), (byte)(40 + ((x / 50 + y / 50) % 2 * 60)), 0]);
            }
        }

        guest.Damage.SetEverything();
        return guest;
    }

    private static GuestPicture Gradient()
    {
        var guest = new GuestPicture(FrameType.Bgra, 80, 60);
        for (var y = 0; y < 60; y++)
        {
            for (var x = 0; x < 80; x++)
            {
                guest.SetPixel(x, y, [(byte)(x * 3), (byte)(y * 4), 128, 0]);
            }
        }

        guest.Damage.SetEverything();
        return guest;
    }

    // A 24x24 disc with a hole, so that all combinations of a kind are visible.
    private static ReferenceCursor Arrow(CursorType type)
    {
        const int size = 24;
        var mono = type == CursorType.Monochrome;
        var pitch = mono ? 3 : size * 4;
        var data = new byte[pitch * size * (mono ? 2 : 1)];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var r = Math.Sqrt(Math.Pow(x - 11.5, 2) + Math.Pow(y - 11.5, 2));
                // from outside in: nothing, black, white, inverted
                var (and, xor) = r > 11.5 ? (1, 0) : r > 9 ? (0, 0) : r > 6 ? (0, 1) : (1, 1);
                if (mono)
                {
                    data[(y * pitch) + (x / 8)] |= (byte)(and << (7 - (x % 8)));
                    data[((y + size) * pitch) + (x / 8)] |= (byte)(xor << (7 - (x % 8)));
                }
                else
                {
                    var value = (byte)(xor * 255);
                    var alpha = type == CursorType.MaskedColor ? (byte)(and * 255) : (byte)Math.Clamp((11.5 - r) * 40, 0, 255);
                    new[] { value, value, value, alpha }.CopyTo(data, (y * pitch) + (x * 4));
                }
            }
        }

        return new ReferenceCursor(type, 28, 18, size, size, pitch, data);
    }
}
