using Oriel.Display;

namespace Oriel.Cli.Input;

/// <summary>The renderer's own layout: scale, black bars and both turns.</summary>
internal sealed class RenderPictureMap(RenderLoop render) : IPictureMap
{
    /// <inheritdoc/>
    public (int Width, int Height) GuestSize => render.GuestSize;

    /// <inheritdoc/>
    public bool TryToGuest(int x, int y, bool clamp, out int guestX, out int guestY) =>
        clamp ? render.TryMapNearestToGuest(x, y, out guestX, out guestY) : render.TryMapToGuest(x, y, out guestX, out guestY);

    /// <inheritdoc/>
    public bool TryToWindow(int guestX, int guestY, out int x, out int y) => render.TryMapToWindow(guestX, guestY, out x, out y);
}
