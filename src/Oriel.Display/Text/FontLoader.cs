namespace Oriel.Display.Text;

/// <summary>
/// Builds font atlases on a thread of its own, because the render thread reads no files and the first picture must not wait for a font. Asked and read by the
/// render thread.
/// </summary>
internal sealed class FontLoader(Action<string?> ready, string? font = null)
{
    private FontAtlas? _loaded;
    private string? _problem;
    private int _wanted;

    /// <summary>The latest atlas; null until one was asked for and built.</summary>
    public FontAtlas? Loaded => Volatile.Read(ref _loaded);

    /// <summary>Why there is no text; null while there is no reason to think so.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Asks for a size; does nothing when it was asked for last time.</summary>
    public void Want(int pixels)
    {
        if (_wanted == pixels || _problem is not null)
        {
            return;
        }

        _wanted = pixels;
        Begin(pixels);
    }

    // Apart, because what the thread is told is an object from the first line of the method on that makes it, and the caller asks with every picture.
    private void Begin(int pixels) => new Thread(() => Load(pixels)) { Name = "oriel-fonts", IsBackground = true }.Start();

    private void Load(int pixels)
    {
        var atlas = FontAtlas.TryBuild(pixels, font, out var reason);
        if (atlas is null)
        {
            Volatile.Write(ref _problem, reason);
        }
        else
        {
            Volatile.Write(ref _loaded, atlas);
        }

        ready(atlas is null ? reason : null);
    }
}
