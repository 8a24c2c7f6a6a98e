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
        NeedPipeWire();
        using var region = new TempRegion();
        using var folder = new TempFolder();
        using var guest = Recordings.StartGuest(region, "--size", "320x200", "--rate", "30", "--cursor", "none");
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = folder.Path, ["XDG_RUNTIME_DIR"] = folder.Path, ["XDG_CONFIG_HOME"] = folder.File("config"), ["XDG_STATE_HOME"] = folder.File("state"), ["XDG_CACHE_HOME"] = folder.File("cache"),
            ["PIPEWIRE_REMOTE"] = null, ["DBUS_SESSION_BUS_ADDRESS"] = null,
        };

        // The session manager needs a bus; both end with the script, which ends with this test.
        using var graph = TestProcess.Start(
            "dbus-run-session", ["--", "sh", "-c", "trap 'kill $p $w 2>/dev/null' EXIT TERM; pipewire & p=$!; wireplumber & w=$!; echo up; wait $p"], environment);
        graph.WaitForLine("^up$", Recordings.Patience);
        Eventually.True(() => File.Exists(folder.File("pipewire-0")), Recordings.Patience, graph.Output);
        using var camera = TestProcess.Start(Executables.Oriel, ["record", "--to", "pipewire:oriel-test", "--region", region.Path], environment);
        Eventually.True(() => TestProcess.Run("pw-dump", [], environment).Contains("\"oriel-test\"", StringComparison.Ordinal), Recordings.Patience, () => camera.Output);

        var raw = folder.File("seen.rgb");
        TestProcess.Run(
            "gst-launch-1.0",
            ["-q", "pipewiresrc", "target-object=oriel-test", "num-buffers=8", "do-timestamp=true", "!", "videoconvert", "!", "video/x-raw,format=RGB", "!", "filesink", $"location={raw}"],
            environment,
            Recordings.Patience);
        var seen = File.ReadAllBytes(raw);
        const int Bytes = 320 * 200 * 3;
        Assert.True(seen.Length >= Bytes, camera.Output);
        var check = new PatternVerifier().Verify(FrameType.Rgb24, 320, 200, 200, seen.AsSpan(seen.Length - Bytes, Bytes), 320 * 3);
        Assert.True(check.Ok, check.ToString());
        camera.Send(Signal.Interrupt);
        Assert.True(camera.WaitForExit(Recordings.Patience) == 0, camera.Output);
        graph.Stop();
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
}
