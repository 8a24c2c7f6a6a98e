using System.Globalization;

namespace Oriel.Host.Checks.Desktop;

/// <summary>Whether one guest pixel can be one pixel of the screen on a desktop that is scaled.</summary>
internal sealed class ScaleCheck : ReportingCheck
{
    private const string Interface = "wp_fractional_scale_manager_v1";

    // SDL 2 has no fractional scaling before this.
    private static readonly Version s_fractional = new(2, 28);

    /// <inheritdoc/>
    public override string Id => "D21";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Session;

    /// <inheritdoc/>
    public override string Title => "The desktop's scale leaves the picture sharp";

    /// <inheritdoc/>
    public override string Symptom => "The picture is blurred on a desktop that is scaled by 125 % or 150 %";

    /// <inheritdoc/>
    public override string LooksAt => $"mode and logical size of the compositor's screens, {Interface} and wp_viewporter, SDL's version";

    /// <inheritdoc/>
    public override string Why => "Without fractional scaling a program draws at the next whole scale and the compositor shrinks that: no pixel of the guest meets one of the screen.";

    /// <inheritdoc/>
    public override string Remedy => "Use a whole scale (100 % or 200 %) for the screen the viewer is on, or an X11 session.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        if (context.Facts<SessionFacts>().Wayland is not { } probe)
        {
            return;
        }

        var broken = probe.Screens.Where(screen => Math.Abs(screen.Scale - Math.Round(screen.Scale)) > 0.01).ToList();
        if (broken.Count == 0)
        {
            findings.Add(Good("", "No screen has a broken scale", probe.Screens.Count == 0 ? "the compositor names no screen" : string.Join(", ", probe.Screens.Take(8).Select(Describe))));
            return;
        }

        var canFollow = probe.Has(Interface) && probe.Has("wp_viewporter") && Version.TryParse(probe.SdlVersion, out var version) && version >= s_fractional;
        var seen = $"{string.Join(", ", broken.Take(8).Select(Describe))}; {(probe.Has(Interface) ? "the compositor has" : "the compositor has no")} fractional scaling for programs, SDL {probe.SdlVersion} {(canFollow ? "uses it" : "does not use it")}";
        findings.Add(canFollow
            ? Good("", "A screen has a broken scale, and the window follows it", seen)
            : Warning("", "The picture is a little blurred on a screen with a broken scale", seen, "a whole scale") with
            {
                Confidence = Confidence.Likely,
                Remedy = [new RemedyStep("Set the screen's scale to 100 % or 200 % in the desktop's settings, or start the viewer through XWayland where that is not scaled", RemedyKind.Command, "oriel view --driver x11")],
            });
    }

    private static string Describe(SessionScreen screen) => string.Create(CultureInfo.InvariantCulture, $"{(screen.Name.Length > 0 ? screen.Name : $"{screen.Width}x{screen.Height}")} at {screen.Scale * 100:0} %");
}
