namespace Oriel.Spice.Picture;

/// <summary>One video stream: where its pictures go.</summary>
internal sealed class VideoStream
{
    public required uint Id { get; init; }

    public required uint Surface { get; init; }

    public required byte Codec { get; init; }

    public required bool IsTopDown { get; init; }

    public required Box Target { get; init; }

    public ClipRegion Clip { get; } = new();
}

/// <summary>The video streams of a display (spice.md section 12.9): ids below 64.</summary>
internal sealed class StreamTable
{
    private const int MaxStreams = 64;
    private readonly VideoStream?[] _streams = new VideoStream?[MaxStreams];

    public VideoStream? Find(uint id) => id < MaxStreams ? _streams[id] : null;

    public void Create(ref BodyReader reader)
    {
        var (surface, id, flags, codec) = (reader.U32(), reader.U32(), reader.U8(), reader.U8());
        reader.U64();
        reader.Bytes(16);
        if (id >= MaxStreams)
        {
            throw reader.Broken($"stream {id}");
        }

        var stream = new VideoStream { Id = id, Surface = surface, Codec = codec, IsTopDown = (flags & 1) != 0, Target = reader.Rect() };
        stream.Clip.Read(ref reader, Limit(stream.Target));
        _streams[id] = stream;
    }

    public void SetClip(ref BodyReader reader)
    {
        var id = reader.U32();
        if (Find(id) is { } stream)
        {
            stream.Clip.Read(ref reader, Limit(stream.Target));
        }
    }

    public void Remove(uint id)
    {
        if (id < MaxStreams)
        {
            _streams[id] = null;
        }
    }

    public void RemoveOf(uint surface)
    {
        for (var i = 0; i < MaxStreams; i++)
        {
            if (_streams[i]?.Surface == surface)
            {
                _streams[i] = null;
            }
        }
    }

    public void Clear() => Array.Clear(_streams);

    // No surface is larger.
    private static Box Limit(Box box) => box.Cut(Box.OfSize(SurfaceTable.MaxEdge, SurfaceTable.MaxEdge));
}
