using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Graphics;

/// <summary>Whether the viewer can draw, on what, and whether what it draws is right.</summary>
internal sealed class RenderCheck : ReportingCheck
{
    /// <inheritdoc/>
    public override string Id => "H25";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Graphics;

    /// <inheritdoc/>
    public override string Title => "The viewer draws on a GPU, and draws right";

    /// <inheritdoc/>
    public override string Symptom => "The viewer does not start (ORL301 to ORL307), takes whole cores, or shows wrong colours";

    /// <inheritdoc/>
    public override string LooksAt => "a test render off-screen: EGL and GL with their versions and extensions, a small picture compared pixel by pixel";

    /// <inheritdoc/>
    public override string Why => "The viewer needs OpenGL 4.5. Mesa's software renderer has it too and is right, but a 4K picture costs it tens of milliseconds.";

    /// <inheritdoc/>
    public override string Remedy => "Install the GPU's driver with EGL, be allowed to open /dev/dri/renderD*, and leave LIBGL_ALWAYS_SOFTWARE unset.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var facts = context.Facts<RenderFacts>();
        if (facts.Probe is not { } probe)
        {
            findings.Add(Unseen("", "No test picture was drawn", facts.Why));
            return;
        }

        if (probe.Error is { } error)
        {
            findings.Add(Problem("", error.Title, error.Seen, error.Expected) with { Remedy = error.Remedy.Length > 0 ? [new RemedyStep(error.Remedy)] : [] });
            return;
        }

        var seen = $"{probe.Renderer}, OpenGL {probe.Version}, EGL {probe.EglVersion} ({probe.Platform}), textures to {probe.MaxTextureSize}, {(probe.HasBufferStorage ? "mapped" : "no mapped")} buffers";
        if (probe.WrongPixels > 0)
        {
            findings.Add(Problem("", "The graphics driver draws wrong pixels", $"{probe.WrongPixels} of {probe.Pixels} pixels of a test picture are wrong; {seen}", "every pixel as it was given") with
            {
                Remedy = [new RemedyStep("Update the graphics driver; to see whether it is the driver, draw without it", RemedyKind.Command, "LIBGL_ALWAYS_SOFTWARE=1 oriel doctor --check H25")],
            });
        }
        else if (probe.IsSoftware)
        {
            var (why, steps) = WhySoftware(context);

            // Without a remedy there is no other GPU: what is missing is said about the devices.
            var finding = steps.Count > 0 ? Warning("", "The viewer would draw on the processor", $"{seen}; {why}", "the host's GPU") : Note("", "The viewer would draw on the processor", $"{seen}; {why}");
            findings.Add(finding with { Remedy = steps, Confidence = steps.Count > 0 ? Confidence.Likely : Confidence.Certain });
        }
        else if (probe.MaxTextureSize < 8192)
        {
            findings.Add(Warning("", "The GPU shows no picture wider than 4K", seen, "textures of 8192 pixels or more") with { Remedy = [new RemedyStep("Keep the guest's screen at 4096 pixels a side or less, or let another GPU draw")] });
        }
        else
        {
            findings.Add(Good("", "A test picture was drawn on the GPU, every pixel right", seen));
        }
    }

    private static (string Why, IReadOnlyList<RemedyStep> Steps) WhySoftware(CheckContext context)
    {
        var system = context.System;
        foreach (var name in (string[])["LIBGL_ALWAYS_SOFTWARE", "GALLIUM_DRIVER", "MESA_LOADER_DRIVER_OVERRIDE"])
        {
            if (system.Variable(name) is { Length: > 0 } value)
            {
                return ($"{name} is set to {value}", [new RemedyStep("Start it without", RemedyKind.Command, $"env -u {name} oriel")]);
            }
        }

        var gpus = context.Facts<PciDevices>().Gpus.ToList();
        var hosts = gpus.Where(gpu => !gpu.IsSetAside && gpu.Driver.Length > 0).ToList();
        if (hosts.Count == 0)
        {
            return (gpus.Count == 0 ? "this machine has no GPU" : "every GPU is set aside for guests", []);
        }

        if (hosts.SelectMany(gpu => gpu.RenderNodes).Any(node => system.Stat(node).Value is { } facts && !(facts.CanRead && facts.CanWrite)))
        {
            return ("this user may not open /dev/dri/renderD*", [new RemedyStep("Join the group (log in again afterwards); a desktop session gives the right by itself, a remote login does not", RemedyKind.Command, $"sudo usermod -aG render {system.User.Name}")]);
        }

        return hosts.Any(gpu => gpu.Driver == "nvidia") && !system.Exists("/usr/share/glvnd/egl_vendor.d/10_nvidia.json")
            ? ("the NVIDIA driver is loaded, its EGL library is not installed", [new RemedyStep("Install the EGL part of the NVIDIA driver (Debian: libegl-nvidia0; Fedora: xorg-x11-drv-nvidia-libs)")])
            : ("the driver of the host's GPU was not taken", [new RemedyStep("Install Mesa's drivers (Debian, Ubuntu: libgl1-mesa-dri; Fedora: mesa-dri-drivers; Arch: mesa), and see what EGL says", RemedyKind.Command, "eglinfo -B")]);
    }
}
