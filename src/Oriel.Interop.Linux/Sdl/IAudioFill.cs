namespace Oriel.Interop.Linux.Sdl;

/// <summary>Gives an output device its samples.</summary>
public interface IAudioFill
{
    /// <summary>Fills the buffer completely. On SDL's device thread: no allocation, no lock, no log, no exception.</summary>
    /// <param name="output">Interleaved; 1 is full scale.</param>
    void Fill(Span<float> output);
}
