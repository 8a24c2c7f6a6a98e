using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Latency.Input;

/// <summary>What a patch of the picture looked like last. Feed thread; allocates when made, not when used.</summary>
internal sealed class PatchContent(Patch patch)
{
    private const int MostBytesPerPixel = 8;
    private readonly byte[] _bytes = new byte[patch.Width * patch.Height * MostBytesPerPixel];
    private FrameHeader _format;
    private bool _isKnown;

    /// <summary>Where it is.</summary>
    public Patch Patch => patch;

    /// <summary>
    /// Looks at a filled slot; true when the patch changed since the last look. The first look, and the first at another format, only remember. Bytes are compared, so damage that
    /// changed nothing is no change.
    /// </summary>
    public bool Look(FrameSlot slot, in FrameHeader frame, DamageList damage)
    {
        var isSame = _isKnown && _format.SameFormat(frame);
        if ((isSame && !patch.IsTouched(damage)) || slot.Buffer is not { } buffer)
        {
            return false;
        }

        (_format, _isKnown) = (frame, true);
        var bytes = FrameGeometry.ToByteRect(frame, patch.Rect);
        var isChanged = false;
        var width = (int)bytes.WidthBytes;
        for (var y = 0; y < bytes.Height && width > 0 && (y + 1) * width <= _bytes.Length; y++)
        {
            var row = buffer.AsSpan(slot.Offset + ((nuint)(bytes.Y + (uint)y) * slot.PitchBytes) + (nuint)bytes.XBytes, width);
            var before = _bytes.AsSpan(y * width, width);
            if (!row.SequenceEqual(before))
            {
                isChanged = true;
                row.CopyTo(before);
            }
        }

        return isSame && isChanged;
    }
}
