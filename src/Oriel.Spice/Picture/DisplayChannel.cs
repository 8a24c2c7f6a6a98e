namespace Oriel.Spice.Picture;

/// <summary>
/// The DISPLAY channel (spice.md section 12): draws what the server sends and keeps the result in <see cref="Screen"/>. Asks for raw bitmaps without any cache.
/// <para>
/// A drawing that cannot be done, or a message that breaks the protocol, ends the channel with a <see cref="SpiceException"/>: linked again, the server sends the whole screen
/// first, so the picture is never silently wrong. Until then the last picture stays.
/// </para>
/// </summary>
public sealed partial class DisplayChannel : IChannelHandler
{
    private const ushort InitMessage = 101;
    private const ushort PreferredCompressionMessage = 103;
    private const byte CompressionOff = 1;

    private const uint MonitorsConfigBit = 1u << 1;
    private const uint Lz4Bit = 1u << 5;
    private const uint PreferredCompressionBit = 1u << 6;

    private readonly SurfaceTable _surfaces = new();
    private readonly PaletteCache _palettes = new();
    private readonly ImageReader _images;
    private readonly Painter _painter = new();
    private readonly ClipRegion _region = new();
    private Surface? _primary;
    private long _receivedBytes;

    /// <summary>Makes the handler of the first display.</summary>
    /// <param name="time">Clock for the patience with changes of mode; null = the system's.</param>
    public DisplayChannel(TimeProvider? time = null)
    {
        Screen = new ScreenPicture(time ?? TimeProvider.System);
        _images = new ImageReader(_surfaces, _palettes);
    }

    /// <inheritdoc/>
    public ChannelType Type => ChannelType.Display;

    /// <inheritdoc/>
    public byte Id => 0;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Capabilities { get; } = [MonitorsConfigBit | Lz4Bit | PreferredCompressionBit];

    /// <summary>What is to be shown.</summary>
    public ScreenPicture Screen { get; }

    /// <summary>Bytes of all messages so far, over all links; any thread. Says what being linked costs.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <inheritdoc/>
    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(serverCapabilities);
        if (serverCapabilities.Count > 0 && (serverCapabilities[0] & PreferredCompressionBit) != 0)
        {
            sender.Send(PreferredCompressionMessage, [CompressionOff]);
        }

        // u8 cache id, i64 cache size, u8 dictionary id, i32 window size: no cache, no dictionary.
        sender.Send(InitMessage, new byte[14]);
    }

    /// <inheritdoc/>
    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        Volatile.Write(ref _receivedBytes, unchecked(_receivedBytes + body.Length));
        var reader = new BodyReader(type, body);
        Screen.Enter();
        try
        {
            Dispatch((DisplayMessage)type, ref reader);
        }
        finally
        {
            Screen.Leave();
        }
    }

    /// <inheritdoc/>
    public void Closed()
    {
        Screen.Enter();
        try
        {
            Forget();
        }
        finally
        {
            Screen.Leave();
        }
    }

    private void Dispatch(DisplayMessage type, ref BodyReader reader)
    {
        switch (type)
        {
            case DisplayMessage.Mode:
                var (width, height, bits) = (reader.U32(), reader.U32(), reader.U32());
                CreateSurface(reader, 0, width, height, bits == 16 ? SurfaceFormat.Rgb555 : SurfaceFormat.Xrgb, isPrimary: true);
                break;
            case DisplayMessage.Mark:
                Screen.Mark();
                break;
            case DisplayMessage.Reset:
                Forget();
                break;
            case DisplayMessage.InvalidatePalette:
                _palettes.Drop(reader.U64());
                break;
            case DisplayMessage.InvalidateAllPalettes:
                _palettes.Clear();
                break;
            case DisplayMessage.SurfaceCreate:
                ReadSurfaceCreate(ref reader);
                break;
            case DisplayMessage.SurfaceDestroy:
                DestroySurface(reader.U32());
                break;
            case DisplayMessage.MonitorsConfig:
                ReadMonitorsConfig(ref reader);
                break;
            case >= DisplayMessage.StreamCreate and <= DisplayMessage.StreamDestroyAll or DisplayMessage.StreamDataSized:
                DispatchStream(type, ref reader);
                break;
            case DisplayMessage.CopyBits or >= DisplayMessage.DrawFill and <= DisplayMessage.DrawAlphaBlend or DisplayMessage.DrawComposite:
                DispatchDraw(type, ref reader);
                break;
            default:
                // INVAL_LIST and INVAL_ALL_PIXMAPS empty a cache that has nothing in it; unknown ones are skipped.
                break;
        }
    }

    private void Forget()
    {
        _surfaces.Clear();
        _palettes.Clear();
        _streams.Clear();
        _primary = null;
        Screen.SetLive(null);
    }

    private void ReadSurfaceCreate(ref BodyReader reader)
    {
        var (id, width, height) = (reader.U32(), reader.U32(), reader.U32());
        var format = unchecked((SurfaceFormat)reader.U32());
        var isPrimary = (reader.U32() & 1) != 0;
        if (!Enum.IsDefined(format))
        {
            throw reader.Broken($"surface {id} of format {(int)format}");
        }

        CreateSurface(reader, id, width, height, format, isPrimary);
    }

    private void CreateSurface(in BodyReader message, uint id, uint width, uint height, SurfaceFormat format, bool isPrimary)
    {
        DestroySurface(id);
        var surface = _surfaces.Create(message, id, width, height, format);
        if (isPrimary)
        {
            _primary = surface;
            Screen.SetLive(surface);
        }
    }

    private void DestroySurface(uint id)
    {
        if (_primary is not null && _primary.Id == id)
        {
            _primary = null;
            Screen.SetLive(null);
        }

        _surfaces.Remove(id);
        _streams.RemoveOf(id);
    }

    private void ReadMonitorsConfig(ref BodyReader reader)
    {
        int count = reader.U16();
        reader.U16();
        Box heads = default;
        for (var i = 0; i < count; i++)
        {
            reader.U32();
            var surface = reader.U32();
            var (width, height, x, y) = (reader.U32(), reader.U32(), reader.U32(), reader.U32());
            reader.U32();
            if (_primary is not null && surface == _primary.Id && x < SurfaceTable.MaxEdge && y < SurfaceTable.MaxEdge)
            {
                heads = heads.Join(new Box((int)x, (int)y, (int)(x + Math.Min(width, SurfaceTable.MaxEdge)), (int)(y + Math.Min(height, SurfaceTable.MaxEdge))));
            }
        }

        Screen.SetHeads(heads);
    }
}
