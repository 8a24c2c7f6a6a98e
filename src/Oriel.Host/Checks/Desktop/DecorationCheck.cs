namespace Oriel.Host.Checks.Desktop;

/// <summary>Whether the window gets a title bar.</summary>
internal sealed class DecorationCheck : ReportingCheck
{
    private const string Interface = "zxdg_decoration_manager_v1";

    /// <inheritdoc/>
    public override string Id => "D20";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Session;

    /// <inheritdoc/>
    public override string Title => "The window has a title bar";

    /// <inheritdoc/>
    public override string Symptom => "The window has no frame and no buttons, and cannot be moved with the mouse";

    /// <inheritdoc/>
    public override string LooksAt => $"whether the compositor has {Interface}; whether libdecor-0.so.0 can be loaded";

    /// <inheritdoc/>
    public override string Why => "On Wayland the compositor or the program draws the frame. GNOME leaves it to the program, and SDL needs libdecor for that.";

    /// <inheritdoc/>
    public override string Remedy => "Install libdecor with a plug-in.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        if (context.Facts<SessionFacts>().Wayland is not { } probe)
        {
            return;
        }

        if (probe.Has(Interface))
        {
            findings.Add(Good("", "The compositor draws the title bar", Interface));
        }
        else if (probe.HasLibdecor)
        {
            findings.Add(Good("", "libdecor draws the title bar", $"no {Interface}; libdecor-0.so.0 is there"));
        }
        else
        {
            findings.Add(Warning("", "The window would have no title bar", $"no {Interface}, and libdecor-0.so.0 cannot be loaded", "one of them") with
            {
                Remedy =
                [
                    new RemedyStep("Debian, Ubuntu", RemedyKind.Command, "sudo apt install libdecor-0-0 libdecor-0-plugin-1-cairo"),
                    new RemedyStep("Fedora, Arch: libdecor. Until then: Super and the mouse move the window, F with the escape key makes it full screen"),
                ],
            });
        }
    }
}
