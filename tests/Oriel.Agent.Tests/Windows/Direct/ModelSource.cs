using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Tests.Windows.Direct;

/// <summary>A texture source drawn by the test: what the texture must hold is also kept here, as bytes. Drawing is allowed from any thread.</summary>
internal sealed class ModelSource : ITextureSource
{
    private readonly object _gate = new();
    private readonly AutoResetEvent _drawn = new(initialState: false);
    private readonly DamageList _pending = new();
    private readonly byte[] _pixels;
    private readonly int _texelBytes;

    public ModelSource(D3D11Device device, int width, int height, FrameType type = FrameType.Bgra, byte[]? pixels = null)
    {
        Device = device;
        var format = type == FrameType.Rgba16F ? PixelFormat.Rgba16F : type == FrameType.Rgba10 ? PixelFormat.Rgb10A2 : PixelFormat.Bgra8;
        _texelBytes = type == FrameType.Rgba16F ? 8 : 4;
        Mode = new CaptureMode(type, width, height, 0, 0, FrameRotation.None, "model");
        Assert.True(device.TryCreateTexture(width, height, format, TextureUse.Target, out var texture).IsSuccess);
        Texture = texture!;
        _pixels = pixels ?? new byte[width * height * _texelBytes];
        _pending.SetEverything();
    }

    public string Name => "model";

    public CaptureMode Mode { get; }

    public D3D11Device Device { get; }

    public D3D11Texture Texture { get; }

    public bool IsComplete => true;

    public bool IsLost { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Bytes of the picture, rows tight.</summary>
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

    /// <summary>Fills a rectangle with noise; the texture follows when somebody waits for it.</summary>
    public void Draw(DamageRect rect, Random random)
    {
        lock (_gate)
        {
            for (var y = rect.Y; y < rect.Y + rect.Height; y++)
            {
                random.NextBytes(_pixels.AsSpan((((int)y * Mode.Width) + (int)rect.X) * _texelBytes, (int)rect.Width * _texelBytes));
            }

            _pending.Add(rect);
        }

        _drawn.Set();
    }

    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        if (IsLost)
        {
            return CaptureOutcome.Lost;
        }

        if (!Take(changed))
        {
            _ = _drawn.WaitOne((int)Math.Min(timeoutNs / 1_000_000, 20));
            return Take(changed) ? CaptureOutcome.Changed : CaptureOutcome.Unchanged;
        }

        return CaptureOutcome.Changed;
    }

    public void Dispose()
    {
        IsDisposed = true;
        Texture.Dispose();
    }

    private bool Take(DamageList changed)
    {
        lock (_gate)
        {
            if (_pending.IsEmpty)
            {
                return false;
            }

            if (_pending.IsEverything)
            {
                Upload(new DamageRect(0, 0, (uint)Mode.Width, (uint)Mode.Height));
            }
            else
            {
                foreach (ref readonly var rect in _pending.Rects)
                {
                    Upload(rect);
                }
            }

            changed.Add(_pending);
            _pending.Clear();
            return true;
        }
    }

    private void Upload(in DamageRect rect)
    {
        var pitch = Mode.Width * _texelBytes;
        Device.Context.Update(Texture, new PixelRect((int)rect.X, (int)rect.Y, (int)(rect.X + rect.Width), (int)(rect.Y + rect.Height)),
            _pixels.AsSpan(((int)rect.Y * pitch) + ((int)rect.X * _texelBytes)), pitch);
    }
}
