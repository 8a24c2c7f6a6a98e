using System.Runtime.InteropServices;

namespace Oriel.Interop.Linux.Wayland;

/// <summary>
/// The protocol presentation-time (version 1) as libwayland wants it described: what wayland-scanner makes from the protocol's file, made here once and kept for the
/// process's life. A test compares the names and signatures with that file.
/// </summary>
internal static unsafe class PresentationInterfaces
{
    public const uint Destroy = 0;
    public const uint Feedback = 1;
    public const uint EventClockId = 0;
    public const uint EventSyncOutput = 0;
    public const uint EventPresented = 1;
    public const uint EventDiscarded = 2;

    /// <summary>Requests of wp_presentation, in order.</summary>
    public static readonly (string Name, string Signature)[] Requests = [("destroy", ""), ("feedback", "on")];

    /// <summary>Events of wp_presentation.</summary>
    public static readonly (string Name, string Signature)[] Events = [("clock_id", "u")];

    /// <summary>Events of wp_presentation_feedback, which has no requests.</summary>
    public static readonly (string Name, string Signature)[] FeedbackEvents = [("sync_output", "o"), ("presented", "uuuuuuu"), ("discarded", "")];

    private const int MostArguments = 8;

    static PresentationInterfaces()
    {
        // An object of the protocol's own and one of the core's lie in different libraries; without their descriptions libwayland takes any.
        Untyped = (nint)NativeMemory.AllocZeroed(MostArguments, (nuint)sizeof(nint));
        FeedbackObject = Make("wp_presentation_feedback", [], FeedbackEvents);
        Presentation = Make("wp_presentation", Requests, Events);
    }

    /// <summary>wl_interface of wp_presentation.</summary>
    public static nint Presentation { get; }

    /// <summary>wl_interface of wp_presentation_feedback.</summary>
    public static nint FeedbackObject { get; }

    private static nint Untyped { get; }

    /// <summary>Makes the description (version 1) of an interface, for the life of the process.</summary>
    internal static nint Make(string name, (string Name, string Signature)[] requests, (string Name, string Signature)[] events)
    {
        // SAFETY: the memory is as large as what is written, and is never freed; libwayland only reads it.
        var made = (wl_interface*)NativeMemory.AllocZeroed((nuint)sizeof(wl_interface));
        *made = new wl_interface
        {
            name = Marshal.StringToCoTaskMemUTF8(name),
            version = 1,
            method_count = requests.Length,
            methods = Messages(requests),
            event_count = events.Length,
            events = Messages(events),
        };
        return (nint)made;
    }

    private static nint Messages((string Name, string Signature)[] all)
    {
        var made = (wl_message*)NativeMemory.AllocZeroed((nuint)Math.Max(1, all.Length), (nuint)sizeof(wl_message));
        for (var i = 0; i < all.Length; i++)
        {
            made[i] = new wl_message { name = Marshal.StringToCoTaskMemUTF8(all[i].Name), signature = Marshal.StringToCoTaskMemUTF8(all[i].Signature), types = Untyped };
        }

        return (nint)made;
    }
}
