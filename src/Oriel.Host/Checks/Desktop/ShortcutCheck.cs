namespace Oriel.Host.Checks.Desktop;

/// <summary>Whether the desktop lets its own shortcuts go to the guest.</summary>
internal sealed class ShortcutCheck : ReportingCheck
{
    /// <summary>Name of the viewer's desktop entry: what GNOME remembers permissions under.</summary>
    public const string DesktopEntry = "oriel.desktop";

    private const string Interface = "zwp_keyboard_shortcuts_inhibit_manager_v1";

    /// <inheritdoc/>
    public override string Id => "D19";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Session;

    /// <inheritdoc/>
    public override string Title => "Shortcuts go to the guest while it has the keyboard";

    /// <inheritdoc/>
    public override string Symptom => "Alt+Tab or the Super key act on the host although the keyboard is captured";

    /// <inheritdoc/>
    public override string LooksAt => $"whether the compositor has {Interface}; in GNOME the permission store (flatpak permissions gnome shortcuts-inhibitor)";

    /// <inheritdoc/>
    public override string Why => "On Wayland only the compositor can hand its shortcuts over, and GNOME asks the user once.";

    /// <inheritdoc/>
    public override string Remedy => "Allow it in GNOME's question or with flatpak permission-set; elsewhere use a compositor with the protocol, or an X11 session.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var facts = context.Facts<SessionFacts>();
        if (facts.Wayland is not { } probe)
        {
            return;
        }

        if (!probe.Has(Interface))
        {
            findings.Add(Warning("", "This compositor keeps its shortcuts", $"no {Interface} among its {probe.Abilities.Count} interfaces", Interface) with
            {
                Remedy = [new RemedyStep("Send them by the viewer's own keys instead (hold the escape key for the list), or use an X11 session")],
            });
            return;
        }

        if (!facts.IsGnome)
        {
            findings.Add(Good("", "The compositor hands its shortcuts over", Interface));
            return;
        }

        // Table, object, application, permissions, data; separated by tabs or spaces.
        var answer = context.System.Run("flatpak", "permissions", "gnome", "shortcuts-inhibitor");
        var line = (answer.Value?.Output ?? "").Split('\n').FirstOrDefault(text => text.Contains(DesktopEntry, StringComparison.Ordinal)) ?? "";
        if (line.Contains("DENIED", StringComparison.Ordinal))
        {
            findings.Add(Problem("", "GNOME was told to keep its shortcuts from Oriel", $"the permission store has DENIED for {DesktopEntry}", "GRANTED") with
            {
                Remedy = [new RemedyStep("Allow it", RemedyKind.Command, $"flatpak permission-set gnome shortcuts-inhibitor {DesktopEntry} GRANTED")],
            });
        }
        else if (line.Contains("GRANTED", StringComparison.Ordinal))
        {
            findings.Add(Good("", "GNOME hands its shortcuts over", $"{Interface}; the permission store has GRANTED for {DesktopEntry}"));
        }
        else
        {
            findings.Add(Note("", "GNOME will ask whether Oriel may have its shortcuts", answer.IsAbsent ? $"{Interface}; what was answered before cannot be seen without flatpak" : $"{Interface}; the permission store has nothing about {DesktopEntry}") with
            {
                Remedy = [new RemedyStep("Say yes when it asks, or beforehand", RemedyKind.Command, $"flatpak permission-set gnome shortcuts-inhibitor {DesktopEntry} GRANTED")],
            });
        }
    }
}
