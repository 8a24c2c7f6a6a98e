using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>INPUT with the mouse's part of its union, which is the largest.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct INPUT
{
    public uint type;
    public MOUSEINPUT mi;
}
