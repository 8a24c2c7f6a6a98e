namespace Oriel.Spice.Picture;

/// <summary>The CURSOR channel (spice.md section 11): shape, place and visibility of the guest's pointer as snapshots.</summary>
public sealed class CursorChannel : IChannelHandler
{
    private const ushort None = 1;
    private const ushort Keep = 2;
    private const ushort Kept = 4;
    private static readonly CursorState s_nothing = new(Shape: null, 0, 0, IsVisible: false);

    private readonly CursorCache _cache = new();
    private CursorState _state = s_nothing;

    /// <summary>Messages, server to client.</summary>
    private enum Message : ushort
    {
        Init = 101,
        Reset = 102,
        Set = 103,
        Move = 104,
        Hide = 105,
        Trail = 106,
        InvalidateOne = 107,
        InvalidateAll = 108,
    }

    /// <inheritdoc/>
    public ChannelType Type => ChannelType.Cursor;

    /// <inheritdoc/>
    public byte Id => 0;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Capabilities => [];

    /// <summary>The latest snapshot; any thread. The shape object is another one exactly when the server sent or chose a shape.</summary>
    public CursorState State => Volatile.Read(ref _state);

    /// <summary>Called on the channel's reader after every new snapshot. It must only post elsewhere. Set it before the session starts.</summary>
    public Action? Changed { get; set; }

    /// <inheritdoc/>
    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        // The server begins.
    }

    /// <inheritdoc/>
    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        var reader = new BodyReader(type, body);
        var state = _state;
        switch ((Message)type)
        {
            case Message.Init:
                _cache.Clear();
                ReadState(ref reader, hasTrail: true);
                break;
            case Message.Set:
                ReadState(ref reader, hasTrail: false);
                break;
            case Message.Move:
                Set(state with { X = reader.I16(), Y = reader.I16(), IsVisible = true });
                break;
            case Message.Hide:
                Set(state with { IsVisible = false });
                break;
            case Message.Reset:
                _cache.Clear();
                Set(s_nothing);
                break;
            case Message.InvalidateOne:
                _cache.Drop(reader.U64());
                break;
            case Message.InvalidateAll:
                _cache.Clear();
                break;
            default:
                // Trails are not drawn; unknown messages are skipped.
                break;
        }
    }

    /// <inheritdoc/>
    public void Closed()
    {
        _cache.Clear();
        Set(s_nothing);
    }

    private void Set(CursorState state)
    {
        if (state == _state)
        {
            return;
        }

        Volatile.Write(ref _state, state);
        Changed?.Invoke();
    }

    private void ReadState(ref BodyReader reader, bool hasTrail)
    {
        var (x, y) = (reader.I16(), reader.I16());
        if (hasTrail)
        {
            reader.U32();
        }

        var isVisible = reader.U8() != 0;
        Set(new CursorState(ReadCursor(ref reader), x, y, isVisible));
    }

    private CursorShape? ReadCursor(ref BodyReader reader)
    {
        var flags = reader.U16();
        if ((flags & None) != 0)
        {
            return null;
        }

        var id = reader.U64();
        var head = CursorDecoder.ReadHead(ref reader);
        if ((flags & Kept) != 0)
        {
            return _cache.TryFind(id, out var kept) ? kept : throw reader.Broken($"cursor {id}, which was never sent");
        }

        var shape = CursorDecoder.Decode(ref reader, head);
        if ((flags & Keep) != 0)
        {
            _cache.Keep(id, shape);
        }

        return shape;
    }
}
