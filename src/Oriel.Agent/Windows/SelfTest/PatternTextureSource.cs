using Oriel.Agent.Capture;
using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;
using Oriel.Interop.Windows.Dxgi;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.SelfTest;

/// <summary>A source that paints noise into rectangles of a texture and remembers every byte: what is delivered can be compared without a desktop.</summary>
internal sealed class PatternTextureSource : ITextureSource
{
    private const int PixelBytes = 4;
    private readonly DamageMerger _merger = new();
    private readonly byte[] _noise;
    private readonly int _rectsPerFrame;
    private readonly bool _ownsDevice;
    private uint _state = 12345;

    /// <summary>Makes the texture. Throws <see cref="OrielException"/>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rectsPerFrame">Rectangles a frame changes; 0 = everything.</param>
    /// <param name="ownsDevice">Disposes of the device too.</param>
    public PatternTextureSource(D3D11Device device, int width, int height, int rectsPerFrame, bool ownsDevice = false)
    {
        (Device, _rectsPerFrame, _ownsDevice) = (device, rectsPerFrame, ownsDevice);
        Mode = new CaptureMode(FrameType.Bgra, width, height, 0, 0, FrameRotation.None, "pattern");
        Expected = new byte[width * height * PixelBytes];
        _noise = new byte[Expected.Length];
        var result = device.TryCreateTexture(width, height, PixelFormat.Bgra8, TextureUse.Target, out var texture);
        Texture = texture ?? throw new OrielException(AgentErrors.GpuRefused, $"{result} for a texture of {width}x{height}", "memory on the GPU for one picture", "close programs that use the GPU");
    }

    /// <inheritdoc/>
    public string Name => "pattern";

    /// <inheritdoc/>
    public CaptureMode Mode { get; }

    /// <inheritdoc/>
    public D3D11Device Device { get; }

    /// <inheritdoc/>
    public D3D11Texture Texture { get; }

    /// <inheritdoc/>
    public bool IsComplete { get; private set; }

    /// <summary>What the texture holds, rows tight.</summary>
    public byte[] Expected { get; }

    /// <inheritdoc/>
    public CaptureOutcome Wait(long timeoutNs, DamageList changed)
    {
        if (!IsComplete || _rectsPerFrame == 0)
        {
            IsComplete = true;
            Paint(new DamageRect(0, 0, (uint)Mode.Width, (uint)Mode.Height));
            changed.SetEverything();
            return CaptureOutcome.Changed;
        }

        for (var i = 0; i < _rectsPerFrame; i++)
        {
            var (x, y) = (Next((uint)Mode.Width), Next((uint)Mode.Height));
            var rect = new DamageRect(x, y, 1 + Next(Math.Min(300, (uint)Mode.Width - x)), 1 + Next(Math.Min(200, (uint)Mode.Height - y)));
            Paint(rect);
            _merger.Add(changed, new ReadOnlySpan<DamageRect>(in rect));
        }

        return CaptureOutcome.Changed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Texture.Dispose();
        if (_ownsDevice)
        {
            Device.Dispose();
        }
    }

    private uint Next(uint limit)
    {
        _state = (_state * 1664525) + 1013904223;
        return limit == 0 ? 0 : (_state >> 8) % limit;
    }

    private void Paint(in DamageRect rect)
    {
        var rowBytes = (int)rect.Width * PixelBytes;
        for (var y = 0; y < (int)rect.Height; y++)
        {
            var row = _noise.AsSpan(y * rowBytes, rowBytes);
            for (var i = 0; i < row.Length; i++)
            {
                _state = (_state * 1664525) + 1013904223;
                row[i] = (byte)(_state >> 24);
            }

            row.CopyTo(Expected.AsSpan(((((int)rect.Y + y) * Mode.Width) + (int)rect.X) * PixelBytes));
        }

        var area = new PixelRect((int)rect.X, (int)rect.Y, (int)(rect.X + rect.Width), (int)(rect.Y + rect.Height));
        Device.Context.Update(Texture, area, _noise.AsSpan(0, rowBytes * (int)rect.Height), rowBytes);
    }
}
