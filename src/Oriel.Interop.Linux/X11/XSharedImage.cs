using Oriel.Memory;

namespace Oriel.Interop.Linux.X11;

/// <summary>A picture in memory shared with an X server (MIT-SHM, passed as a file descriptor). The pixels outlive the connection.</summary>
public sealed class XSharedImage : IDisposable
{
    private readonly XConnection _connection;

    internal XSharedImage(XConnection connection, int width, int height, uint pitchBytes, PixelBuffer pixels, uint segment)
    {
        _connection = connection;
        Width = width;
        Height = height;
        PitchBytes = pitchBytes;
        Pixels = pixels;
        Segment = segment;
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public uint PitchBytes { get; }

    /// <summary>The memory; row 0 at offset 0.</summary>
    public PixelBuffer Pixels { get; }

    /// <summary>The server can draw into it directly.</summary>
    public bool HasPixmap => Pixmap != 0;

    internal uint Segment { get; }

    internal uint Pixmap { get; set; }

    /// <summary>Releases both sides. On the thread that owns the connection.</summary>
    public void Dispose()
    {
        if (!Pixels.IsDisposed)
        {
            _connection.Release(this);
            Pixels.Dispose();
        }
    }
}
