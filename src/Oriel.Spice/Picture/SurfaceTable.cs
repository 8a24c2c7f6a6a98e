namespace Oriel.Spice.Picture;

/// <summary>The surfaces of a display channel, bounded in size and number.</summary>
internal sealed class SurfaceTable
{
    /// <summary>Longest edge, pixels.</summary>
    public const int MaxEdge = 16384;

    /// <summary>Pixels of one surface (a screen of 8192×8192).</summary>
    public const long MaxPixels = 1L << 26;

    private const long MaxTotalPixels = 1L << 27;
    private const int MaxCount = 4096;
    private readonly Dictionary<uint, Surface> _surfaces = [];
    private long _totalPixels;

    public Surface? Find(uint id) => _surfaces.GetValueOrDefault(id);

    public Surface Create(in BodyReader message, uint id, uint width, uint height, SurfaceFormat format)
    {
        Remove(id);
        var pixels = (long)width * height;
        if (pixels == 0 || width > MaxEdge || height > MaxEdge || pixels > MaxPixels)
        {
            throw message.Broken($"surface {id} of {width}x{height} pixels");
        }

        if (_surfaces.Count >= MaxCount || _totalPixels + pixels > MaxTotalPixels)
        {
            throw message.Broken($"surface {id} of {width}x{height} pixels is too much beside {_surfaces.Count} others with {_totalPixels} pixels");
        }

        var surface = new Surface(id, (int)width, (int)height, format);
        _surfaces.Add(id, surface);
        _totalPixels += pixels;
        return surface;
    }

    public void Remove(uint id)
    {
        if (_surfaces.Remove(id, out var old))
        {
            _totalPixels -= (long)old.Width * old.Height;
        }
    }

    public void Clear()
    {
        _surfaces.Clear();
        _totalPixels = 0;
    }
}
