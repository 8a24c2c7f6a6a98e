namespace Oriel.Sound.Dsp;

/// <summary>Gives frames one after the other; never runs dry (silence is frames too). For the reading thread.</summary>
internal interface IFrameSource
{
    /// <summary>Writes the next frames.</summary>
    /// <param name="planes">One buffer for each channel.</param>
    /// <param name="at">First index to write in each.</param>
    /// <param name="frames">How many.</param>
    void Fetch(float[][] planes, int at, int frames);
}
