namespace Oriel.Sound.Microphone;

/// <summary>Takes recorded sound. On the engine's own thread, which is an ordinary one.</summary>
public interface ICaptureConsumer
{
    /// <summary>Takes 10 ms.</summary>
    /// <param name="samples">Interleaved, in the format that was started; valid during the call only.</param>
    void Take(ReadOnlySpan<short> samples);
}
