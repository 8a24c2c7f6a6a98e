using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Record;

/// <summary>The guest as a camera in the PipeWire graph, in a private instance of PipeWire, read back by another program as OBS would.</summary>
public sealed class PipeWireCameraTests
{
    private static readonly string[] s_programs = ["pipewire", "wireplumber", "dbus-run-session", "gst-launch-1.0", "gst-inspect-1.0", "pw-dump"];

    [Fact]
    public void Another_program_sees_the_guest()
    {
        using var stage = new Stage();
        using var camera = stage.StartCamera();

        var raw = stage.Folder.File("seen.rgb");
        TestProcess.Run(
            "gst-launch-1.0",
            ["-q", "pipewiresrc", "target-object=oriel-test", "num-buffers=8", "do-timestamp=true", "!", "videoconvert", "!", "video/x-raw,format=RGB", "!", "filesink", $"location={raw}"],
            stage.Environment,
            Recordings.Patience);
        var seen = File.ReadAllBytes(raw);
        const int Bytes = 320 * 200 * 3;
        Assert.True(seen.Length >= Bytes, camera.Output);
        var check = new PatternVerifier().Verify(FrameType.Rgb24, 320, 200, 200, seen.AsSpan(seen.Length - Bytes, Bytes), 320 * 3);
        Assert.True(check.Ok, check.ToString());
        camera.Send(Signal.Interrupt);
        Assert.True(camera.WaitForExit(Recordings.Patience) == 0, camera.Output);
    }

    [Fact]
    public void A_camera_whose_program_was_killed_goes_away()
    {
        using var stage = new Stage();
        using var camera = stage.StartCamera();

        camera.Send(Signal.Kill);

        Eventually.True(() => !stage.HasCamera, Recordings.Patience, () => TestProcess.Run("pw-dump", [], stage.Environment));
    }

    private static void NeedPipeWire()
    {
        if (s_programs.FirstOrDefault(program => !TestProcess.IsInstalled(program)) is { } missing)
        {
            Assert.Skip($"{missing} is not installed");
        }

        using var inspect = TestProcess.Start("gst-inspect-1.0", ["pipewiresink"]);
        if (inspect.WaitForExit(Recordings.Patience) != 0)
        {
            Assert.Skip("gstreamer1.0-pipewire is not installed");
        }
    }

    /// <summary>A guest, and a PipeWire of its own.</summary>
    private sealed class Stage : IDisposable
    {
        private readonly TempRegion _region;
        private readonly TestProcess _guest;
        private readonly TestProcess _graph;

        public Stage()
        {
            NeedPipeWire();
            Folder = new TempFolder();
            _region = new TempRegion();
            _guest = Recordings.StartGuest(_region, "--size", "320x200", "--rate", "30", "--cursor", "none");
            Environment = new Dictionary<string, string?>
            {
                ["HOME"] = Folder.Path, ["XDG_RUNTIME_DIR"] = Folder.Path, ["XDG_CONFIG_HOME"] = Folder.File("config"), ["XDG_STATE_HOME"] = Folder.File("state"), ["XDG_CACHE_HOME"] = Folder.File("cache"),
                ["PIPEWIRE_REMOTE"] = null, ["DBUS_SESSION_BUS_ADDRESS"] = null,
            };

            // The session manager needs a bus; both end with the script, which ends with this test.
            _graph = TestProcess.Start(
                "dbus-run-session", ["--", "sh", "-c", "trap 'kill $p $w 2>/dev/null' EXIT TERM; pipewire & p=$!; wireplumber & w=$!; echo up; wait $p"], Environment);
            try
            {
                _graph.WaitForLine("^up$", Recordings.Patience);
                Eventually.True(() => File.Exists(Folder.File("pipewire-0")), Recordings.Patience, () => _graph.Output);
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public TempFolder Folder { get; }

        public Dictionary<string, string?> Environment { get; }

        public bool HasCamera => TestProcess.Run("pw-dump", [], Environment).Contains("\"oriel-test\"", StringComparison.Ordinal);

        public TestProcess StartCamera()
        {
            var camera = TestProcess.Start(Executables.Oriel, ["record", "--to", "pipewire:oriel-test", "--region", _region.Path], Environment);
            try
            {
                Eventually.True(() => HasCamera, Recordings.Patience, () => camera.Output);
                return camera;
            }
            catch
            {
                camera.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            _graph.Stop();
            _graph.Dispose();
            _guest.Dispose();
            _region.Dispose();
            Folder.Dispose();
        }
    }
}
