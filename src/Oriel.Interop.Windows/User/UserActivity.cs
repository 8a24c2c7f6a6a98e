namespace Oriel.Interop.Windows.User;

/// <summary>When the user last did something.</summary>
public static unsafe class UserActivity
{
    /// <summary>Tick count of the last input of this session; changes with every key and movement. 0 when the system does not say.</summary>
    public static uint LastInputTick()
    {
        var information = new LASTINPUTINFO { cbSize = (uint)sizeof(LASTINPUTINFO) };

        // SAFETY: the size is in the structure, on the stack.
        return User32.GetLastInputInfo(&information) == 0 ? 0 : information.dwTime;
    }
}
