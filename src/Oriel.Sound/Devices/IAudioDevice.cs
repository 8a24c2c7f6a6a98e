namespace Oriel.Sound.Devices;

/// <summary>An open sound device. For the thread that opened it. Disposing it ends the callbacks first.</summary>
public interface IAudioDevice : IDisposable
{
    /// <summary>What the callback gets.</summary>
    AudioFormat Format { get; }

    /// <summary>Frames of one callback.</summary>
    int PeriodFrames { get; }

    /// <summary>The device went away.</summary>
    bool IsLost { get; }

    /// <summary>Lets the callbacks begin.</summary>
    void Begin();
}
