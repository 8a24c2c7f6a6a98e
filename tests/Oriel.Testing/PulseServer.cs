using System.Runtime.InteropServices;
using Xunit;

namespace Oriel.Testing;

/// <summary>
/// A private PulseAudio daemon without hardware: sinks that swallow sound and can be recorded, and microphones that hear what is played into them. It runs in a folder of its own,
/// as any user, root included, and ends with this object or the test process. For any thread.
/// </summary>
public sealed class PulseServer : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestProcess _daemon;

    private PulseServer(IReadOnlyList<string> sinks, IReadOnlyList<string> microphones)
    {
        var socket = _folder.File("socket");
        Address = $"unix:{socket}";
        List<string> script = [$"load-module module-native-protocol-unix socket={socket} auth-anonymous=1"];
        foreach (var sink in sinks)
        {
            script.Add(NullSink(sink));
        }

        foreach (var microphone in microphones)
        {
            // A monitor is not offered as a microphone; a source that listens to it is.
            script.Add(NullSink($"{microphone}-in"));
            script.Add(
                $"load-module module-remap-source master={microphone}-in.monitor source_name={microphone} remix=no source_properties=device.description={microphone}");
        }

        script.AddRange(sinks.Take(1).Select(sink => $"set-default-sink {sink}"));
        script.AddRange(microphones.Take(1).Select(microphone => $"set-default-source {microphone}"));
        var file = _folder.File("start.pa");
        File.WriteAllLines(file, script);
        string[] arguments = ["-n", "-F", file, "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes", "--realtime=no", "--log-level=notice"];
        _daemon = TestProcess.Start("pulseaudio", arguments, Environment);
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason =>
        !TestProcess.IsInstalled("pulseaudio") ? "pulseaudio is not installed" :
        !TestProcess.IsInstalled("parec") || !TestProcess.IsInstalled("pactl") ? "pulseaudio-utils is not installed" : null;

    /// <summary>The server's address, as $PULSE_SERVER has it.</summary>
    public string Address { get; }

    /// <summary>For programs that are to use it: their SDL then takes PulseAudio, and only this one.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["PULSE_SERVER"] = Address,
        ["PULSE_COOKIE"] = _folder.File("cookie"),
        ["PULSE_RUNTIME_PATH"] = _folder.File("runtime"),
        ["PULSE_STATE_PATH"] = _folder.File("state"),
        ["XDG_RUNTIME_DIR"] = _folder.Path,
        ["HOME"] = _folder.Path,
        ["DBUS_SESSION_BUS_ADDRESS"] = null,
        ["SDL_AUDIODRIVER"] = "pulseaudio",
    };

    /// <summary>Starts one that answers when this returns, or skips the test where it is not installed.</summary>
    /// <param name="sinks">Names of outputs; the first is the default.</param>
    /// <param name="microphones">Names of inputs; the first is the default.</param>
    public static PulseServer StartOrSkip(IReadOnlyList<string> sinks, IReadOnlyList<string> microphones)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentNullException.ThrowIfNull(microphones);
        if (MissingReason is { } reason)
        {
            Assert.Skip(reason);
        }

        var server = new PulseServer(sinks, microphones);
        try
        {
            Eventually.True(() => server.Answers(sinks.Count + microphones.Count), TimeSpan.FromSeconds(15), () => $"pulseaudio answers; it printed:\n{server._daemon.Output}");
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Makes SDL and libpulse of this very process use it: sets variables where C sees them. Before the first device is opened, and for one server only.</summary>
    public void UseInThisProcess()
    {
        foreach (var name in (string[])["PULSE_SERVER", "PULSE_COOKIE", "SDL_AUDIODRIVER"])
        {
            _ = SetEnvironment(name, Environment[name]!, 1);
        }
    }

    /// <summary>Records what a sink plays into a file of 32-bit floats, two channels, 48 kHz, until it is disposed. It records when this returns.</summary>
    public PulseRecording Record(string sink)
    {
        var file = _folder.File($"{sink}-{Guid.NewGuid():N}.f32");
        return new PulseRecording(
            TestProcess.Start("parec", ["--device", $"{sink}.monitor", "--rate", "48000", "--format", "float32le", "--channels", "2", "--latency-msec", "100", "--raw", file], Environment),
            file);
    }

    /// <summary>Plays a sine into a microphone until it is disposed.</summary>
    public IDisposable Sing(string microphone, double hertz, double amplitude, double seconds)
    {
        var file = _folder.File($"tone-{Guid.NewGuid():N}.s16");
        using (var writer = new BinaryWriter(File.Create(file)))
        {
            for (var i = 0; i < seconds * 48_000; i++)
            {
                var value = (short)Math.Round(amplitude * 32767 * Math.Sin(2 * Math.PI * hertz * i / 48_000));
                writer.Write(value);
                writer.Write(value);
            }
        }

        return TestProcess.Start("pacat", ["--playback", "--device", $"{microphone}-in", "--rate", "48000", "--format", "s16le", "--channels", "2", "--latency-msec", "100", file], Environment);
    }

    /// <summary>What pactl says, for example "list sink-inputs".</summary>
    public string Ask(params string[] arguments) => TestProcess.Run("pactl", arguments, Environment);

    /// <summary>Adds a sink; the number is for <see cref="Unplug"/>.</summary>
    public int Plug(string sink) => int.Parse(Ask([.. NullSink(sink).Split(' ')]).Trim());

    /// <summary>Takes a sink away from whoever plays on it.</summary>
    public void Unplug(int sink) => _ = Ask("unload-module", $"{sink}");

    /// <summary>True while a program records from this microphone.</summary>
    public bool IsHeard(string microphone)
    {
        var source = Ask("list", "short", "sources").Split('\n').Select(line => line.Split('\t')).Single(words => words.Length > 1 && words[1] == microphone)[0];
        return Ask("list", "short", "source-outputs").Split('\n').Select(line => line.Split('\t')).Any(words => words.Length > 1 && words[1] == source);
    }

    /// <summary>Stops it as a crash would.</summary>
    public void Kill() => _daemon.Send(Signal.Kill);

    /// <inheritdoc/>
    public void Dispose()
    {
        _daemon.Dispose();
        _folder.Dispose();
    }

    private static string NullSink(string name) =>
        $"load-module module-null-sink sink_name={name} rate=48000 channels=2 format=float32le sink_properties=device.description={name}";

    private bool Answers(int sinks)
    {
        if (_daemon.HasExited)
        {
            throw new InvalidOperationException($"pulseaudio ended: {_daemon.Output}");
        }

        try
        {
            return Ask("list", "short", "sinks").Split('\n').Length >= sinks;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
