using System.Runtime.InteropServices;
using Oriel.Interop.Windows.Com;
using Oriel.Interop.Windows.Win32;

namespace Oriel.Interop.Windows.WinRt;

/// <summary>The system's Windows.Graphics.Capture.</summary>
public sealed unsafe partial class GraphicsCapture : GraphicsCaptureSystem
{
    private const int MultiThreaded = 1;

    /// <inheritdoc/>
    public override nint FindWindow(string title)
    {
        ArgumentNullException.ThrowIfNull(title);

        // SAFETY: the text is pinned for the call.
        fixed (char* name = title)
        {
            return FindWindowW(null, name);
        }
    }

    /// <inheritdoc/>
    public override bool TryReadPlace(nint window, out int x, out int y)
    {
        // SAFETY: the result is a local.
        RECT rect;
        var read = GetWindowRect(window, &rect) != 0;
        (x, y) = read ? (rect.left, rect.top) : (0, 0);
        return read;
    }

    /// <inheritdoc/>
    internal override HResult GetFactory(string className, in Guid id, out void* factory)
    {
        factory = null;
        try
        {
            // A thread that has COM in another way keeps it; the factories used here are agile.
            _ = RoInitialize(MultiThreaded);

            // SAFETY: text and identifier are pinned for the calls; the string is deleted.
            nint name;
            HResult result;
            fixed (char* text = className)
            {
                result = WindowsCreateString(text, (uint)className.Length, &name);
            }

            if (result.IsFailure)
            {
                return result;
            }

            void* made = null;
            fixed (Guid* wanted = &id)
            {
                result = RoGetActivationFactory(name, wanted, &made);
            }

            _ = WindowsDeleteString(name);
            factory = result.IsSuccess ? made : null;
            return result;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return HResultCodes.ClassNotRegistered;
        }
    }

    /// <inheritdoc/>
    internal override HResult WrapDevice(void* dxgiDevice, out void* device)
    {
        device = null;
        try
        {
            // SAFETY: the result is a local.
            void* made = null;
            HResult result = CreateDirect3D11DeviceFromDXGIDevice(dxgiDevice, &made);
            device = result.IsSuccess ? made : null;
            return result;
        }
        catch (EntryPointNotFoundException)
        {
            return HResultCodes.Unsupported;
        }
    }

    [LibraryImport(WindowsLibraries.ComBase)]
    private static partial int RoInitialize(int kind);

    [LibraryImport(WindowsLibraries.ComBase)]
    private static partial int WindowsCreateString(char* text, uint length, nint* made);

    [LibraryImport(WindowsLibraries.ComBase)]
    private static partial int WindowsDeleteString(nint text);

    [LibraryImport(WindowsLibraries.ComBase)]
    private static partial int RoGetActivationFactory(nint className, Guid* id, void** factory);

    [LibraryImport(WindowsLibraries.D3D11)]
    private static partial int CreateDirect3D11DeviceFromDXGIDevice(void* dxgiDevice, void** device);

    [LibraryImport(WindowsLibraries.User32)]
    private static partial nint FindWindowW(char* className, char* title);

    [LibraryImport(WindowsLibraries.User32)]
    private static partial int GetWindowRect(nint window, RECT* rect);
}
