using Oriel.Interop.Linux.Egl;

namespace Oriel.Display.Context;

/// <summary>
/// EGL displays belong to the process, not to a context: asking twice gives the same one, and terminating it frees everything that anybody
/// made on it. So users are counted here, and the last one terminates. Any thread; off the frame path.
/// </summary>
internal static class EglDisplays
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<nint, int> s_users = [];

    /// <summary>Initialises a display, or joins those who did; false when EGL refuses.</summary>
    public static bool TryAcquire(nint display, out int major, out int minor)
    {
        lock (s_gate)
        {
            if (!EglApi.Initialize(display, out major, out minor))
            {
                return false;
            }

            s_users[display] = s_users.GetValueOrDefault(display) + 1;
            return true;
        }
    }

    /// <summary>Leaves a display; the last one out terminates it.</summary>
    public static void Release(nint display)
    {
        lock (s_gate)
        {
            if (--s_users[display] == 0)
            {
                s_users.Remove(display);
                EglApi.Terminate(display);
            }
        }
    }
}
