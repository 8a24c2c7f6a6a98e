using Oriel.Agent.Capture;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Windows.NvFbc;

/// <summary>Turns a map of changed blocks into rectangles: runs of blocks in a row, stretched downwards while the row below has the same run. Allocates only when the picture grows.</summary>
internal sealed class DiffMapDamage(int blockPixels)
{
    private readonly DamageMerger _merger = new();
    private byte[] _blocks = [];
    private DamageRect[] _rects = [];
    private int _across;
    private int _down;

    /// <summary>The map, for whoever fills it.</summary>
    public Span<byte> Blocks => _blocks.AsSpan(0, _across * _down);

    /// <summary>Fits the map to a picture.</summary>
    public void Resize(int width, int height)
    {
        (_across, _down) = ((width + blockPixels - 1) / blockPixels, (height + blockPixels - 1) / blockPixels);
        if (_blocks.Length < _across * _down)
        {
            _blocks = new byte[_across * _down];
            _rects = new DamageRect[_across * _down];
        }
    }

    /// <summary>Adds the changed blocks, clipped to the picture. Takes them out of the map.</summary>
    public void AddTo(DamageList changed, int width, int height)
    {
        var count = 0;
        var blocks = Blocks;
        for (var y = 0; y < _down; y++)
        {
            for (var x = 0; x < _across; x++)
            {
                if (blocks[(y * _across) + x] == 0)
                {
                    continue;
                }

                var right = x + 1;
                while (right < _across && blocks[(y * _across) + right] != 0)
                {
                    right++;
                }

                var bottom = y + 1;
                while (bottom < _down && !blocks.Slice((bottom * _across) + x, right - x).Contains((byte)0))
                {
                    bottom++;
                }

                for (var row = y; row < bottom; row++)
                {
                    blocks.Slice((row * _across) + x, right - x).Clear();
                }

                _rects[count++] = FrameGeometry.Clip(
                    new DamageRect((uint)(x * blockPixels), (uint)(y * blockPixels), (uint)((right - x) * blockPixels), (uint)((bottom - y) * blockPixels)), (uint)width, (uint)height);
            }
        }

        _merger.Add(changed, _rects.AsSpan(0, count));
    }
}
