using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows;

/// <summary>Failures of Win32 calls as exceptions. Callers above turn those they foresee into errors with a code.</summary>
internal static class WindowsCall
{
    /// <summary>The error of the call just made, with its name and number.</summary>
    public static Win32Exception Failed(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{call} failed with error {error}: {Marshal.GetPInvokeErrorMessage(error).Trim()}");
    }
}
