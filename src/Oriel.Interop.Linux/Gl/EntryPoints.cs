using System.Text;
using Oriel.Interop.Linux.Egl;

namespace Oriel.Interop.Linux.Gl;

/// <summary>Looks GL functions up through EGL and remembers every required one that is not there, so that all are reported at once.</summary>
internal sealed unsafe class EntryPoints
{
    public List<string> Missing { get; } = [];

    public void* Required(ReadOnlySpan<byte> name)
    {
        var address = Optional(name);
        if (address == null)
        {
            Missing.Add(Encoding.ASCII.GetString(name));
        }

        return address;
    }

    public void* Optional(ReadOnlySpan<byte> name)
    {
        // SAFETY: UTF-8 literals end with a zero byte behind their last character.
        fixed (byte* p = name)
        {
            return EglNative.eglGetProcAddress(p);
        }
    }
}
