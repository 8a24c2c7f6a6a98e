using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>
/// Keeps a thread on the desktop that has the keyboard: the user's, the one of the password and permission prompts (only programs of the system account may go
/// there), or a screen saver's. A thread can go over only while it has no window and no hook. Owned by that thread.
/// </summary>
public sealed unsafe class InputDesktop : IDisposable
{
    private const int NameChars = 128;
    private readonly char[] _name = new char[NameChars];

    /// <summary>Where the first thread was that went elsewhere: the desktop this program was started on.</summary>
    private static nint s_home;
    private nint _desktop;
    private int _nameLength;

    private InputDesktop(nint desktop) => _desktop = desktop;

    /// <summary>Name of the desktop the thread is on.</summary>
    public string Name => new(_name, 0, _nameLength);

    /// <summary>Takes the calling thread to the desktop that has the keyboard, unless it is there. Null when the system refused; <paramref name="error"/> is its number.</summary>
    public static InputDesktop? TryAttach(out int error)
    {
        error = 0;
        var desktop = User32.OpenInputDesktop(0, 0, User32.MAXIMUM_ALLOWED);
        if (desktop == 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        var attached = new InputDesktop(desktop);
        _ = Interlocked.CompareExchange(ref s_home, User32.GetThreadDesktop(User32.GetCurrentThreadId()), 0);
        attached._nameLength = ReadName(desktop, attached._name);
        if (User32.SetThreadDesktop(desktop) != 0)
        {
            return attached;
        }

        // A thread that is there already may be refused too (it has a window or a hook, or its process was not started by its session's own logon).
        error = Marshal.GetLastPInvokeError();
        _ = User32.CloseDesktop(desktop);
        attached._desktop = 0;
        Span<char> here = stackalloc char[NameChars];
        var length = ReadName(User32.GetThreadDesktop(User32.GetCurrentThreadId()), here);
        return length > 0 && here[..length].SequenceEqual(attached.Name) ? attached : null;
    }

    /// <summary>True while the keyboard is still there. A few microseconds; allocates nothing.</summary>
    public bool IsCurrent()
    {
        var desktop = User32.OpenInputDesktop(0, 0, User32.MAXIMUM_ALLOWED);
        if (desktop == 0)
        {
            return false;
        }

        Span<char> name = stackalloc char[NameChars];
        var length = ReadName(desktop, name);
        _ = User32.CloseDesktop(desktop);
        return name[..length].SequenceEqual(_name.AsSpan(0, _nameLength));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var desktop = Interlocked.Exchange(ref _desktop, 0);
        if (desktop != 0)
        {
            // A desktop that a thread is on cannot be closed; the thread may meanwhile be on one that somebody else took it to.
            if (User32.GetThreadDesktop(User32.GetCurrentThreadId()) == desktop)
            {
                _ = User32.SetThreadDesktop(s_home);
            }

            _ = User32.CloseDesktop(desktop);
        }
    }

    private static int ReadName(nint desktop, Span<char> name)
    {
        uint needed;
        fixed (char* text = name)
        {
            // SAFETY: the size in bytes is that of the span.
            if (User32.GetUserObjectInformationW(desktop, User32.UOI_NAME, text, (uint)name.Length * sizeof(char), &needed) == 0)
            {
                return 0;
            }
        }

        var end = name.IndexOf('\0');
        return end < 0 ? name.Length : end;
    }
}
