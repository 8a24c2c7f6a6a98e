namespace Oriel.Interop.Linux.Sdl;

/// <summary>Takes an input device's samples.</summary>
public interface IAudioTake
{
    /// <summary>Takes what was recorded. On SDL's device thread: no allocation, no lock, no log, no exception.</summary>
    /// <param name="input">Interleaved; 1 is full scale; valid during the call only.</param>
    void Take(ReadOnlySpan<float> input);
}
