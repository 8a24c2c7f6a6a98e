using System.Diagnostics;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Testing.Windows;

/// <summary>
/// What an output shows, painted by a test: the picture, what changed since it was last acquired (moves before dirty rectangles, as the system reports them), and the pointer.
/// Any thread. Painting and acquiring allocate nothing.
/// </summary>
public sealed class FakeScreen
{
    private const int MostRects = 4096;
    private readonly PixelRect[] _dirty = new PixelRect[MostRects];
    private readonly MoveRect[] _moves = new MoveRect[MostRects];
    private readonly PixelRect[] _frameDirty = new PixelRect[MostRects];
    private readonly MoveRect[] _frameMoves = new MoveRect[MostRects];
    private int _dirtyCount;
    private int _moveCount;
    private int _presents;
    private bool _pointerMoved;
    private bool _shapeChanged;
    private byte[] _shapeBytes = [];
    private PointerShape _shape;
    private bool _hasShape;

    /// <summary>A screen at the desktop's origin.</summary>
    public FakeScreen(string name, int width, int height, PixelFormat format)
    {
        Name = name;
        Format = format;
        Pixels = [];
        Resize(width, height);
    }

    internal Lock Gate { get; } = new();

    /// <summary>Raised when something can be acquired.</summary>
    internal ManualResetEventSlim Ready { get; } = new();

    internal FakeDuplication? Duplication { get; set; }

    /// <summary>Device name.</summary>
    public string Name { get; }

    /// <summary>Left edge on the desktop.</summary>
    public int X { get; set; }

    /// <summary>Top edge on the desktop.</summary>
    public int Y { get; set; }

    /// <summary>Pixels of the texture, before rotation.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of the texture, before rotation.</summary>
    public int Height { get; private set; }

    /// <summary>Storage of the composed desktop.</summary>
    public PixelFormat Format { get; private set; }

    /// <summary>How the system turns it.</summary>
    public OutputRotation Rotation { get; private set; } = OutputRotation.None;

    /// <summary>It shows a part of the desktop.</summary>
    public bool IsAttached { get; set; } = true;

    /// <summary>Its colour space.</summary>
    public OutputColorSpace ColorSpace { get; set; }

    /// <summary>Bits a channel.</summary>
    public int BitsPerColor { get; set; } = 8;

    /// <summary>Newest IDXGIOutput interface it has.</summary>
    public int OutputVersion { get; set; } = 6;

    /// <summary>Every duplication is refused with this; 0 = allowed.</summary>
    public int DuplicateAnswer { get; set; }

    /// <summary>The call that takes formats is refused with this; 0 = allowed.</summary>
    public int DuplicateInFormatAnswer { get; set; }

    /// <summary>Some of the picture is protected.</summary>
    public bool IsMasked { get; set; }

    /// <summary>The driver does not tell what changed.</summary>
    public bool TellsNothing { get; set; }

    /// <summary>Frames acquired.</summary>
    public int Acquired { get; private set; }

    /// <summary>The longest wait asked for.</summary>
    public uint LongestTimeoutMs { get; internal set; }

    /// <summary>The picture, rows tight.</summary>
    public byte[] Pixels { get; private set; }

    /// <summary>Bytes of a pixel.</summary>
    public int PixelBytes => Format == PixelFormat.Rgba16F ? 8 : 4;

    /// <summary>Fills a rectangle with noise and presents it.</summary>
    public void Paint(PixelRect rect, int seed)
    {
        lock (Gate)
        {
            var value = (uint)seed * 2654435761u;
            for (var y = rect.Top; y < rect.Bottom; y++)
            {
                foreach (ref var b in Pixels.AsSpan(((y * Width) + rect.Left) * PixelBytes, rect.Width * PixelBytes))
                {
                    value = (value * 1664525) + 1013904223;
                    b = (byte)(value >> 24);
                }
            }

            AddDirty(rect);
            Presented();
        }
    }

    /// <summary>Moves pixels, as scrolling does, and presents the result.</summary>
    public void Move(int sourceX, int sourceY, PixelRect to)
    {
        lock (Gate)
        {
            var bytes = to.Width * PixelBytes;
            for (var i = 0; i < to.Height; i++)
            {
                // Rows in the order that never reads one already overwritten; within a row the copy takes care itself.
                var row = sourceY < to.Top ? to.Height - 1 - i : i;
                Pixels.AsSpan((((sourceY + row) * Width) + sourceX) * PixelBytes, bytes).CopyTo(Pixels.AsSpan((((to.Top + row) * Width) + to.Left) * PixelBytes, bytes));
            }

            var source = new PixelRect(sourceX, sourceY, sourceX + to.Width, sourceY + to.Height);
            var spoiled = _moveCount == MostRects;
            for (var i = 0; i < _dirtyCount; i++)
            {
                spoiled |= _dirty[i].Left < source.Right && source.Left < _dirty[i].Right && _dirty[i].Top < source.Bottom && source.Top < _dirty[i].Bottom;
            }

            if (spoiled)
            {
                // Reported moves are applied before dirty rectangles: pixels painted and then moved are simply new where they arrive.
                AddDirty(to);
            }
            else
            {
                _moves[_moveCount++] = new MoveRect(sourceX, sourceY, to);
            }

            Presented();
        }
    }

    /// <summary>Places the pointer; coordinates of the shape's corner on this output.</summary>
    public void PlacePointer(int x, int y, bool visible)
    {
        lock (Gate)
        {
            (PointerX, PointerY, PointerVisible) = (x, y, visible);
            _pointerMoved = true;
            Ready.Set();
        }
    }

    /// <summary>Gives the pointer another shape.</summary>
    public void ShapePointer(PointerShape shape, byte[] bytes)
    {
        lock (Gate)
        {
            (_shape, _shapeBytes, _hasShape) = (shape, bytes, true);
            (_shapeChanged, _pointerMoved) = (true, true);
            Ready.Set();
        }
    }

    /// <summary>Sets another mode; duplications lose access.</summary>
    public void ChangeMode(int width, int height, OutputRotation rotation = OutputRotation.None, PixelFormat? format = null)
    {
        lock (Gate)
        {
            Rotation = rotation;
            Format = format ?? Format;
            Resize(width, height);
            LoseAccess();
        }
    }

    /// <summary>Changes the texture under a running duplication without a word, as some drivers do for a frame.</summary>
    public void ChangeTextureSilently(int width, int height)
    {
        lock (Gate)
        {
            Resize(width, height);
            Presented();
        }
    }

    /// <summary>Duplications lose access: a desktop switch, a full-screen program, a mode change.</summary>
    public void LoseAccess()
    {
        lock (Gate)
        {
            Duplication?.Lose();
            Ready.Set();
        }
    }

    internal int PointerX { get; private set; }

    internal int PointerY { get; private set; }

    internal bool PointerVisible { get; private set; }

    internal int FrameDirtyCount { get; private set; }

    internal int FrameMoveCount { get; private set; }

    internal ReadOnlySpan<PixelRect> FrameDirty => _frameDirty.AsSpan(0, FrameDirtyCount);

    internal ReadOnlySpan<MoveRect> FrameMoves => _frameMoves.AsSpan(0, FrameMoveCount);

    internal PointerShape Shape => _shape;

    internal ReadOnlySpan<byte> ShapeBytes => _shapeBytes;

    /// <summary>When the newest picture was presented, Stopwatch ticks: on Windows the performance counter's.</summary>
    public long PresentedAt { get; private set; }

    /// <summary>Something waits to be acquired.</summary>
    public bool HasNews => _presents > 0 || _pointerMoved || _shapeChanged;

    /// <summary>A new duplication begins with the whole picture and the pointer.</summary>
    internal void BeginAnew()
    {
        (_dirtyCount, _moveCount) = (0, 0);
        AddDirty(new PixelRect(0, 0, Width, Height));
        _pointerMoved = true;
        _shapeChanged = _hasShape;
        Presented();
    }

    /// <summary>Hands over what is new, and begins to collect again.</summary>
    internal DXGI_OUTDUPL_FRAME_INFO TakeNews()
    {
        var info = new DXGI_OUTDUPL_FRAME_INFO
        {
            LastPresentTime = _presents > 0 ? PresentedAt : 0,
            AccumulatedFrames = (uint)_presents,
            ProtectedContentMaskedOut = IsMasked ? 1 : 0,
            LastMouseUpdateTime = _pointerMoved || _shapeChanged ? Acquired + 1 : 0,
            PointerShapeBufferSize = _shapeChanged ? (uint)_shapeBytes.Length : 0,
            TotalMetadataBufferSize = TellsNothing ? 0 : (uint)((_dirtyCount * 16) + (_moveCount * 24)),
        };
        info.PointerPosition.Position = new POINT { x = PointerX, y = PointerY };
        info.PointerPosition.Visible = PointerVisible ? 1 : 0;
        (FrameDirtyCount, FrameMoveCount) = TellsNothing ? (0, 0) : (_dirtyCount, _moveCount);
        _dirty.AsSpan(0, _dirtyCount).CopyTo(_frameDirty);
        _moves.AsSpan(0, _moveCount).CopyTo(_frameMoves);
        (_dirtyCount, _moveCount, _presents, _pointerMoved, _shapeChanged) = (0, 0, 0, false, false);
        Acquired++;
        Ready.Reset();
        return info;
    }

    internal unsafe DXGI_OUTPUT_DESC1 Describe()
    {
        var turned = Rotation is OutputRotation.Quarter or OutputRotation.ThreeQuarters;
        var description = new DXGI_OUTPUT_DESC1
        {
            DesktopCoordinates = new RECT { left = X, top = Y, right = X + (turned ? Height : Width), bottom = Y + (turned ? Width : Height) },
            AttachedToDesktop = IsAttached ? 1 : 0,
            Rotation = (uint)Rotation,
            Monitor = 0x77,
            BitsPerColor = (uint)BitsPerColor,
            ColorSpace = (uint)ColorSpace,
            MaxLuminance = 1000,
        };
        Name.AsSpan().CopyTo(new Span<char>(description.DeviceName, 31));
        return description;
    }

    private void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        Pixels = new byte[width * height * PixelBytes];
        (_dirtyCount, _moveCount) = (0, 0);
        AddDirty(new PixelRect(0, 0, width, height));
    }

    private void AddDirty(PixelRect rect)
    {
        if (_dirtyCount == MostRects)
        {
            (_dirty[0], _dirtyCount) = (new PixelRect(0, 0, Width, Height), 1);
            return;
        }

        _dirty[_dirtyCount++] = rect;
    }

    private void Presented()
    {
        PresentedAt = Stopwatch.GetTimestamp();
        _presents++;
        Ready.Set();
    }
}
