namespace Oriel.Spice.Sound;

/// <summary>Takes one recording of the guest. From any thread, one call at a time; never blocks.</summary>
public interface ICaptureTarget
{
    /// <summary>Sends samples: the first call tells the server that recording begins.</summary>
    /// <param name="samples">Whole interleaved frames of the format that was started; 10 ms is a packet, any other length is cut or joined to that.</param>
    /// <returns>False when this recording is over.</returns>
    bool Write(ReadOnlySpan<short> samples);
}
