using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.D3D11;

namespace Oriel.Interop.Windows.Dxgi;

/// <summary>An output of an adapter, as it was when it was enumerated.</summary>
public sealed unsafe class DxgiOutput : ComReference
{
    private const int NameChars = 32;

    /// <summary>Takes over a reference to an IDXGIOutput.</summary>
    internal DxgiOutput(void* reference)
        : base(reference)
    {
        // SAFETY: the description is a local.
        DXGI_OUTPUT_DESC description = default;
        if (((IDXGIOutput*)reference)->GetDesc(&description) >= 0)
        {
            var name = new ReadOnlySpan<char>(description.DeviceName, NameChars);
            var end = name.IndexOf('\0');
            Name = (end < 0 ? name : name[..end]).ToString();
            var area = description.DesktopCoordinates;
            Area = new PixelRect(area.left, area.top, area.right, area.bottom);
            Rotation = (OutputRotation)description.Rotation;
            IsAttached = description.AttachedToDesktop != 0;
            Monitor = description.Monitor;
        }
    }

    /// <summary>Device name such as \\.\DISPLAY1.</summary>
    public string Name { get; } = "";

    /// <summary>Place on the desktop, after rotation.</summary>
    public PixelRect Area { get; }

    /// <summary>How the desktop is turned on it.</summary>
    public OutputRotation Rotation { get; }

    /// <summary>It shows a part of the desktop.</summary>
    public bool IsAttached { get; }

    /// <summary>Monitor handle, for functions that take one.</summary>
    public nint Monitor { get; }

    /// <summary>Colour space and luminances; false before Windows 10 1703.</summary>
    public bool TryReadColor(out OutputColor color)
    {
        color = default;
        if (QueryInterface(Pointer, DxgiIds.IDXGIOutput6, out var newer).IsFailure)
        {
            return false;
        }

        // SAFETY: the description is a local; the reference is ours until it is released.
        DXGI_OUTPUT_DESC1 description = default;
        var result = ((IDXGIOutput6*)newer)->GetDesc1(&description);
        Release(newer);
        color = new OutputColor((OutputColorSpace)description.ColorSpace, (int)description.BitsPerColor, description.MinLuminance, description.MaxLuminance,
            description.MaxFullFrameLuminance);
        return result >= 0;
    }

    /// <summary>Starts duplicating the output, by the newest interface that agrees.</summary>
    /// <param name="device">Device on this output's adapter.</param>
    /// <param name="formats">Formats wanted, the best first; ignored by systems that only deliver B, G, R, A bytes.</param>
    /// <param name="duplication">The duplication when it succeeded.</param>
    public HResult TryDuplicate(D3D11Device device, ReadOnlySpan<PixelFormat> formats, out DxgiOutputDuplication? duplication)
    {
        var result = DuplicateInFormat(device, formats, out var answer);
        if (result == HResultCodes.NoInterface || result == HResultCodes.Unsupported || result == HResultCodes.InvalidArgument)
        {
            // Before Windows 10, or a process that is not aware of each monitor's scale: the older call delivers bytes.
            result = DuplicateInBytes(device, out answer);
        }

        duplication = result.IsSuccess ? new DxgiOutputDuplication(answer) : null;
        return result;
    }

    private HResult DuplicateInFormat(D3D11Device device, ReadOnlySpan<PixelFormat> formats, out void* answer)
    {
        answer = null;
        var result = QueryInterface(Pointer, DxgiIds.IDXGIOutput5, out var output);
        if (result.IsSuccess)
        {
            // SAFETY: an enum of 32 bits is laid out as the number it stands for; the array is pinned for the call, the answer a local.
            void* made = null;
            fixed (PixelFormat* wanted = formats)
            {
                result = ((IDXGIOutput5*)output)->DuplicateOutput1(device.Pointer, 0, (uint)formats.Length, (uint*)wanted, &made);
            }

            answer = made;
            Release(output);
        }

        return result;
    }

    private HResult DuplicateInBytes(D3D11Device device, out void* answer)
    {
        answer = null;
        var result = QueryInterface(Pointer, DxgiIds.IDXGIOutput1, out var output);
        if (result.IsSuccess)
        {
            // SAFETY: the answer is a local.
            void* made = null;
            result = ((IDXGIOutput1*)output)->DuplicateOutput(device.Pointer, &made);
            answer = made;
            Release(output);
        }

        return result;
    }
}
