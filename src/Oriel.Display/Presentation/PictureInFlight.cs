using Oriel.Relay.Consumer;

namespace Oriel.Display.Presentation;

/// <summary>A picture that was handed to the window system and whose fate may be open.</summary>
internal struct PictureInFlight
{
    /// <summary>Number of the picture, counted up.</summary>
    public uint Id;

    /// <summary>It shows a frame that none before it did.</summary>
    public bool HasFrame;

    /// <summary>Stages of that frame; <see cref="FrameTimes.PresentedNs"/> is the return of the swap until it is known better.</summary>
    public FrameTimes Times;

    /// <summary>The refresh it was meant for; 0 = none.</summary>
    public long TargetNs;

    /// <summary>What is known.</summary>
    public PictureFate Fate;
}

/// <summary>What became of a picture.</summary>
internal enum PictureFate
{
    /// <summary>Nothing is known yet.</summary>
    Open,

    /// <summary>It was shown.</summary>
    Shown,

    /// <summary>It was replaced before it was shown.</summary>
    Discarded,

    /// <summary>Nobody will tell.</summary>
    Untold,
}
