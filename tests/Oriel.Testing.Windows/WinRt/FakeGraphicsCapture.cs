using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Interop.Windows.WinRt;

namespace Oriel.Testing.Windows.WinRt;

/// <summary>Windows.Graphics.Capture of a <see cref="FakeWindows"/>: one window and one monitor, whose picture the test sets. Events come on the thread that sets it.</summary>
public sealed unsafe class FakeGraphicsCapture(FakeWindows windows) : GraphicsCaptureSystem
{
    /// <summary>Handle of the only window.</summary>
    public const nint Window = 0x1234;

    private readonly object _gate = new();
    private byte[] _pixels = [];

    /// <summary>Title of the only window.</summary>
    public string Title { get; set; } = "A program";

    /// <summary>Answer of the factories.</summary>
    public int FactoryAnswer { get; set; }

    /// <summary>Answer of making the item.</summary>
    public int ItemAnswer { get; set; }

    /// <summary>Answer of making the pool.</summary>
    public int PoolAnswer { get; set; }

    /// <summary>Answer of making it again.</summary>
    public int RecreateAnswer { get; set; }

    /// <summary>Answer of starting.</summary>
    public int StartAnswer { get; set; }

    /// <summary>Border and pointer can be switched off; on older systems they cannot.</summary>
    public bool IsNew { get; set; } = true;

    /// <summary>The border is drawn.</summary>
    public bool HasBorder { get; internal set; } = true;

    /// <summary>The pointer is in the picture.</summary>
    public bool HasPointer { get; internal set; } = true;

    /// <summary>The window was asked for, not the monitor.</summary>
    public bool IsWindow { get; internal set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    internal FakeWindows Machine => windows;

    internal FakeCaptureItem? Item { get; set; }

    internal FakeCapturePool? Pool { get; set; }

    /// <summary>A copy of the picture.</summary>
    public byte[] Pixels
    {
        get
        {
            lock (_gate)
            {
                return [.. _pixels];
            }
        }
    }

    /// <summary>Sets the picture and, when capturing, announces a frame.</summary>
    public void Show(int width, int height, Random random)
    {
        lock (_gate)
        {
            (Width, Height) = (width, height);
            if (_pixels.Length != width * height * 4)
            {
                _pixels = new byte[width * height * 4];
            }

            random.NextBytes(_pixels);
        }

        Pool?.Arrive();
    }

    /// <summary>The window is closed.</summary>
    public void CloseItem() => Item?.Fire();

    public override nint FindWindow(string title) => title == Title ? Window : 0;

    public override bool TryReadPlace(nint window, out int x, out int y)
    {
        (x, y) = (30, 40);
        return window == Window;
    }

    internal override HResult GetFactory(string className, in Guid id, out void* factory)
    {
        factory = FactoryAnswer < 0 ? null : new FakeCaptureFactory(this).Reference;
        return FactoryAnswer;
    }

    internal override HResult WrapDevice(void* dxgiDevice, out void* device)
    {
        device = new FakePart(windows, "wrapped device", "", null).Reference;
        return HResultCodes.Ok;
    }

    /// <summary>The picture as a texture of the pool's size: cut off or padded when it has another.</summary>
    internal FakeTexture MakeTexture(int width, int height, out SizeInt32 content)
    {
        lock (_gate)
        {
            var texture = new FakeTexture(windows, width, height, PixelFormat.Bgra8, staging: false, "frame");
            for (var y = 0; y < Math.Min(height, Height); y++)
            {
                _pixels.AsSpan(y * Width * 4, Math.Min(width, Width) * 4).CopyTo(new Span<byte>(texture.Row(y), width * 4));
            }

            content = new SizeInt32 { Width = Width, Height = Height };
            return texture;
        }
    }
}
