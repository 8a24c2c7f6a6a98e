namespace Oriel.Cli.Input;

/// <summary>Where the guest's screen lies in the window. Snapshots: every answer is right for the picture of that moment.</summary>
internal interface IPictureMap
{
    /// <summary>The guest's screen, pixels; 0, 0 while there is no picture.</summary>
    (int Width, int Height) GuestSize { get; }

    /// <summary>The guest's pixel under a place in the window (device pixels). Outside the picture false, or with <paramref name="clamp"/> the nearest pixel of it. Without a picture always false.</summary>
    bool TryToGuest(int x, int y, bool clamp, out int guestX, out int guestY);

    /// <summary>The place in the window where a pixel of the guest is shown; false without a picture or when it is not shown.</summary>
    bool TryToWindow(int guestX, int guestY, out int x, out int y);
}
