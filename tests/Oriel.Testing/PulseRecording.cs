namespace Oriel.Testing;

/// <summary>What a sink of a <see cref="PulseServer"/> plays, being recorded.</summary>
public sealed class PulseRecording : IDisposable
{
    private readonly TestProcess _recorder;
    private readonly string _file;

    internal PulseRecording(TestProcess recorder, string file)
    {
        _recorder = recorder;
        _file = file;

        // A sink that plays nothing still gives silence: once some is written, nothing that is played later is missed.
        Eventually.True(() => File.Exists(file) && new FileInfo(file).Length > 0, TimeSpan.FromSeconds(15), () => $"parec records; it printed: {_recorder.Output}");
    }

    /// <summary>Seconds recorded so far.</summary>
    public double Seconds => new FileInfo(_file).Length / 8.0 / 48_000;

    /// <summary>One channel of what was recorded so far, 48 kHz.</summary>
    public float[] Channel(int channel)
    {
        using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length / 8 * 8];
        file.ReadExactly(bytes);
        var samples = new float[bytes.Length / 8];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BitConverter.ToSingle(bytes, (8 * i) + (4 * channel));
        }

        return samples;
    }

    /// <summary>Ends the recording; <see cref="Channel"/> still works while the server's folder is there.</summary>
    public void Stop() => _recorder.Stop();

    /// <inheritdoc/>
    public void Dispose() => _recorder.Dispose();
}
