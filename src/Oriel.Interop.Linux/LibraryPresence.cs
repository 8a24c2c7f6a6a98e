using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux;

/// <summary>Libraries that others open at run time.</summary>
public static class LibraryPresence
{
    /// <summary>libdecor, with which SDL draws title bars on Wayland where the compositor draws none.</summary>
    public static bool HasLibdecor
    {
        get
        {
            if (!NativeLibrary.TryLoad("libdecor-0.so.0", out var library))
            {
                return false;
            }

            NativeLibrary.Free(library);
            return true;
        }
    }
}
