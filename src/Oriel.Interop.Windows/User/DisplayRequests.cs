using System.Runtime.InteropServices;

namespace Oriel.Interop.Windows.User;

/// <summary>Asks whether some program keeps the screen on (a film, a presentation).</summary>
public static unsafe partial class DisplayRequests
{
    private const int SystemExecutionState = 16;
    private const uint ES_DISPLAY_REQUIRED = 2;

    /// <summary>True while the display is kept on for somebody; also false when the system does not say.</summary>
    public static bool IsDisplayRequired()
    {
        uint state = 0;

        // SAFETY: the system writes one 32-bit word, the size of which is given.
        return CallNtPowerInformation(SystemExecutionState, null, 0, &state, sizeof(uint)) == 0 && (state & ES_DISPLAY_REQUIRED) != 0;
    }

    [LibraryImport(WindowsLibraries.PowrProf)]
    private static partial int CallNtPowerInformation(int level, void* input, uint inputBytes, void* output, uint outputBytes);
}
