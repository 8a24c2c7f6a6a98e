using Oriel.Interop.Linux.Gl;
using Oriel.Memory;
using Oriel.Relay.Consumer;
using static Oriel.Interop.Linux.Gl.GlConstants;

namespace Oriel.Display.Upload;

/// <summary>
/// Finds out on the renderer at hand whether mapped buffers upload faster than private memory: fills either, uploads it to a texture nobody sees, waits for the GPU. A whole 1080p picture and
/// eight small rectangles count together. One trial at a time (4 ms on two cores with software GL), so that frames pass between them, and all of them together take a bounded time. An unmapped
/// buffer that is orphaned each time is no third way: only the render thread could fill it, so it would cost one copy more than plain memory. Render role.
/// </summary>
internal sealed class UploadProbe : IDisposable
{
    private const int Width = 1920;
    private const int Height = 1080;
    private const int SmallEdge = 256;
    private const int SmallCount = 8;
    private const int PitchBytes = Width * 4;
    private const int Bytes = PitchBytes * Height;
    private const int Trials = 4;
    private const int Ways = 2;

    /// <summary>No further trial is begun when those before have taken this long.</summary>
    private const long BudgetNs = 60_000_000;

    private readonly GlFunctions _gl;
    private readonly PixelBuffer _source;
    private readonly PixelBuffer _plain;
    private readonly uint _texture;
    private readonly uint _buffer;
    private readonly PixelBuffer? _mapped;
    private readonly long[] _least = new long[Ways];
    private long _spentNs;
    private int _step;

    public UploadProbe(GlFunctions gl)
    {
        _gl = gl;
        _source = PixelBuffer.Allocate(Bytes);
        _plain = PixelBuffer.Allocate(Bytes);
        _texture = gl.CreateTexture(Texture2d);
        gl.TextureStorage2D(_texture, 1, Rgba8, Width, Height);
        _buffer = gl.CreateBuffer();
        _mapped = gl.CreateMappedStorage(_buffer, Bytes);
    }

    /// <summary>What was found; null before <see cref="Step"/> returned true.</summary>
    public UploadChoice? Choice { get; private set; }

    /// <summary>Makes one trial; true when the choice is made.</summary>
    public bool Step()
    {
        if (_mapped is null)
        {
            Choice = new UploadChoice(UploadPath.Plain, 0);
            return true;
        }

        var way = _step++ % Ways;
        var began = FrameTimes.Now();
        var took = Try(way == 1);
        _spentNs += FrameTimes.Now() - began;
        // The least of all: the first trial touches memory and driver for the first time, and others work on this machine too.
        _least[way] = _least[way] == 0 ? took : Math.Min(_least[way], took);
        if (_step % Ways != 0 || (_step < Trials * Ways && _spentNs < BudgetNs))
        {
            return false;
        }

        Choice = UploadChoice.Between(_least[0], _least[1]);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gl.Finish();
        if (_mapped is not null)
        {
            _mapped.Dispose();
            _gl.UnmapNamedBuffer(_buffer);
        }

        _gl.DeleteBuffer(_buffer);
        _gl.DeleteTexture(_texture);
        _plain.Dispose();
        _source.Dispose();
    }

    private long Try(bool isMapped)
    {
        _gl.Finish();
        var began = FrameTimes.Now();
        _source.AsSpan(0, Bytes).CopyTo((isMapped ? _mapped! : _plain).AsSpan(0, Bytes));
        _gl.BindBuffer(PixelUnpackBuffer, isMapped ? _buffer : 0);
        _gl.PixelStorei(UnpackRowLength, Width);
        Upload(isMapped, 0, 0, Width, Height);
        for (var i = 0; i < SmallCount; i++)
        {
            Upload(isMapped, i * 200, i * 100, SmallEdge, SmallEdge);
        }

        _gl.Finish();
        _gl.BindBuffer(PixelUnpackBuffer, 0);
        _gl.PixelStorei(UnpackRowLength, 0);
        return Math.Max(1, FrameTimes.Now() - began);
    }

    private void Upload(bool isMapped, int x, int y, int width, int height)
    {
        var offset = (nuint)((y * PitchBytes) + (x * 4));
        if (isMapped)
        {
            _gl.UploadFromBuffer(_texture, x, y, width, height, Rgba, UnsignedByte, offset);
        }
        else
        {
            _gl.UploadFromMemory(_texture, x, y, width, height, Rgba, UnsignedByte, _plain, offset, (nuint)(((height - 1) * PitchBytes) + (width * 4)));
        }
    }
}
