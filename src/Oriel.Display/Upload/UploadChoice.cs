using System.Globalization;

namespace Oriel.Display.Upload;

/// <summary>What the probe measured and what follows from it; immutable.</summary>
/// <param name="Path"><see cref="UploadPath.Plain"/> or <see cref="UploadPath.Mapped"/>.</param>
/// <param name="MappedGain">Time of the plain way divided by that of the mapped one; 0 = not measured.</param>
internal sealed record UploadChoice(UploadPath Path, double MappedGain)
{
    /// <summary>Below this a mapped buffer is not worth it: its slot is lent again only behind a fence, and a difference this small is noise.</summary>
    public const double LeastGain = 1.2;

    /// <summary>Chooses by the times of both ways, in nanoseconds.</summary>
    public static UploadChoice Between(long plainNs, long mappedNs)
    {
        var gain = plainNs > 0 && mappedNs > 0 ? (double)plainNs / mappedNs : 0;
        return new UploadChoice(gain >= LeastGain ? UploadPath.Mapped : UploadPath.Plain, gain);
    }

    /// <summary>For the log and the figures on screen.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Path == UploadPath.Mapped ? "mapped" : "plain")} upload")
        + (MappedGain > 0 ? string.Create(CultureInfo.InvariantCulture, $" (mapped {MappedGain:0.00}x)") : "");
}
