using System.Globalization;

namespace Oriel.Host.Checks.Desktop;

/// <summary>Which desktop there is, and whether the viewer may open a window on it.</summary>
internal sealed class SessionCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H30";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Session;

    /// <inheritdoc/>
    public override string Title => "The viewer may open a window";

    /// <inheritdoc/>
    public override string Symptom => "The viewer ends at once: no display, or not allowed to use it";

    /// <inheritdoc/>
    public override string LooksAt => "WAYLAND_DISPLAY, DISPLAY, XDG_SESSION_TYPE, XDG_CURRENT_DESKTOP; the compositor or X server itself, asked for its screens; SDL's version";

    /// <inheritdoc/>
    public override string Why => "The viewer is a window of a desktop session, X11 or Wayland.";

    /// <inheritdoc/>
    public override string Remedy => "Start it in the session, not in a remote login or by sudo; without a desktop use oriel view --headless, oriel screenshot or oriel record.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var system = context.System;
        var facts = context.Facts<SessionFacts>();
        if (facts.Probe is not { } probe)
        {
            findings.Add(Unseen("", "The desktop was not looked at", facts.Why));
            return;
        }

        var variables = string.Join(", ", ((string[])["WAYLAND_DISPLAY", "DISPLAY"]).Select(name => $"{name}={(system.Variable(name) is { Length: > 0 } value ? value : "(unset)")}"));
        if (probe.Kind == "none")
        {
            var isRemote = system.Variable("SSH_CONNECTION") is { Length: > 0 };
            findings.Add(Note("", "No desktop here", $"{variables}{(isRemote ? "; this is a remote login" : "")}: no window can be opened") with
            {
                Remedy = [new RemedyStep("Without a window there are", RemedyKind.Command, "oriel screenshot picture.png"), new RemedyStep("and", RemedyKind.Command, "oriel view --headless --seconds 10")],
            });
        }
        else if (probe.Problem.Length > 0)
        {
            findings.Add(Problem("", probe.IsWayland ? "The Wayland compositor does not answer" : "The X server does not let us in", $"{probe.Problem}; {variables}", "a compositor or X server this user may open windows on") with
            {
                Confidence = Confidence.Likely,
                Remedy = system.User.IsRoot
                    ? [new RemedyStep("Start it as the user whose desktop it is, without sudo")]
                    : [new RemedyStep("Start it in a terminal of that desktop, as the user who is logged in there")],
            });
        }
        else if (probe.SdlVersion.Length == 0)
        {
            findings.Add(Problem("", "SDL is missing", "libSDL2-2.0.so.0 cannot be loaded", "SDL 2.26 or later") with
            {
                Remedy = [new RemedyStep("Install it (Debian, Ubuntu)", RemedyKind.Command, "sudo apt install libsdl2-2.0-0"), new RemedyStep("Fedora: SDL2; Arch: sdl2")],
            });
        }
        else
        {
            var screens = probe.Screens.Count > 0 ? $"; screens: {string.Join(", ", probe.Screens.Take(8).Select(Describe))}" : "";
            findings.Add(Good("", "There is a desktop for the window", $"{(probe.IsWayland ? "Wayland" : "X11")}{(facts.Desktop.Length > 0 ? $", {facts.Desktop}" : "")}, SDL {probe.SdlVersion}{screens}"));
        }
    }

    private static string Describe(SessionScreen screen) => string.Create(CultureInfo.InvariantCulture,
        $"{(screen.Name.Length > 0 ? screen.Name + " " : "")}{screen.Width}x{screen.Height}{(screen.RefreshMilliHz > 0 ? $" at {screen.RefreshMilliHz / 1000.0:0.###} Hz" : "")}{(screen.Scale is > 0 and not 1 ? $" scaled {screen.Scale:0.##}" : "")}");
}
