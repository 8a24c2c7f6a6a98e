namespace Oriel.Host.Checks.Desktop;

/// <summary>What else the viewer wants of a compositor or X server.</summary>
internal sealed class AbilityCheck : ReportingCheck
{
    // Interface, what is worse without it, and whether that is more than a trifle.
    private static readonly (string Name, string Without, bool Matters)[] s_wayland =
    [
        ("zwp_relative_pointer_manager_v1", "the mouse cannot be captured", true),
        ("zwp_pointer_constraints_v1", "the pointer cannot be held in the window", true),
        ("wp_presentation", "when a picture was shown is estimated, not told", false),
        ("zwp_idle_inhibit_manager_v1", "the screen cannot be kept awake", false),
        ("wp_viewporter", "the window is scaled by the program", false),
        ("wl_data_device_manager", "no clipboard", true),
    ];

    private static readonly (string Name, string Without, bool Matters)[] s_x11 =
    [
        ("XInputExtension", "the mouse moves in captured mode with the desktop's acceleration", true),
        ("Present", "when a picture was shown is estimated, not told", false),
        ("MIT-SHM", "pictures go through the socket where a processor draws", false),
        ("XFIXES", "the clipboard is seen late", false),
        ("RANDR", "the screens' refresh is not known", false),
        ("MIT-SCREEN-SAVER", "the screen cannot be kept awake", false),
    ];

    /// <inheritdoc/>
    public override string Id => "H31";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Session;

    /// <inheritdoc/>
    public override string Title => "Compositor or X server has what the viewer uses";

    /// <inheritdoc/>
    public override string Symptom => "The mouse cannot be captured, the screen goes dark during a game, or latency figures are only estimates";

    /// <inheritdoc/>
    public override string LooksAt => $"Wayland: {string.Join(", ", s_wayland.Select(w => w.Name))}; X11: {string.Join(", ", s_x11.Select(x => x.Name))}";

    /// <inheritdoc/>
    public override string Why => "Each is used when it is there; without it something is worse, nothing breaks.";

    /// <inheritdoc/>
    public override string Remedy => "Update the desktop, or use another session.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        if (context.Facts<SessionFacts>().Probe is not { Problem.Length: 0, Kind: not "none" } probe)
        {
            return;
        }

        var wanted = probe.IsWayland ? s_wayland : s_x11;
        var missing = wanted.Where(ability => !probe.Has(ability.Name)).ToList();
        var kind = probe.IsWayland ? "compositor" : "X server";
        if (missing.Count == 0)
        {
            findings.Add(Good("", $"The {kind} has all the viewer uses", string.Join(", ", wanted.Select(ability => ability.Name))));
            return;
        }

        var seen = $"no {string.Join(", no ", missing.Select(ability => $"{ability.Name} ({ability.Without})"))}";
        findings.Add(missing.Exists(ability => ability.Matters)
            ? Warning("", $"The {kind} lacks something the viewer uses", seen, "all of it") with { Remedy = [new RemedyStep(Remedy)] }
            : Note("", $"The {kind} lacks something the viewer would use", seen));
    }
}
