using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Hardware.Graphics;

/// <summary>Whether the GPU reads frames where they lie.</summary>
internal sealed class DmaBufferCheck : ReportingCheck
{
    private const string Device = "/dev/udmabuf";

    /// <inheritdoc/>
    public override string Id => "D22";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Graphics;

    /// <inheritdoc/>
    public override string Title => "The GPU reads frames without a copy (DMA-BUF)";

    /// <inheritdoc/>
    public override string Symptom => "The viewer takes more of the processor than expected; its log says \"dmabuf not used\"";

    /// <inheritdoc/>
    public override string LooksAt => "a test import of a small memory file through /dev/udmabuf and EGL_EXT_image_dma_buf_import, compared byte by byte; /proc/driver/nvidia/version";

    /// <inheritdoc/>
    public override string Why => "It saves one copy of each frame, where the region comes from a doorbell server or a kvmfr device. Without it the viewer copies, which works everywhere.";

    /// <inheritdoc/>
    public override string Remedy => "Load the module udmabuf and be allowed to open /dev/udmabuf; with NVIDIA use the open kernel modules.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        // On a processor there is nothing to import into.
        if (context.Facts<RenderFacts>().Probe is not { Error: null, IsSoftware: false } probe)
        {
            return;
        }

        if (probe.DmaBufferObstacle.Length == 0)
        {
            findings.Add(Good("", "The GPU reads frames where they lie", $"a test picture in a memory file was imported by {probe.Renderer} and arrived byte by byte"));
            return;
        }

        findings.Add(Note("", "Frames are copied to the GPU", probe.DmaBufferObstacle) with { Remedy = Steps(context, probe) });
    }

    private static IReadOnlyList<RemedyStep> Steps(CheckContext context, RenderProbe probe)
    {
        var system = context.System;
        if (!system.Exists(Device))
        {
            return
            [
                new RemedyStep("Load the module now", RemedyKind.Command, "sudo modprobe udmabuf"),
                new RemedyStep("and at every boot", RemedyKind.File, "udmabuf", "/etc/modules-load.d/oriel-udmabuf.conf"),
            ];
        }

        if (system.Stat(Device).Value is { } facts && !(facts.CanRead && facts.CanWrite))
        {
            return [new RemedyStep("Join the group of the device (log in again afterwards)", RemedyKind.Command, $"sudo usermod -aG $(stat -c %G {Device}) {system.User.Name}")];
        }

        // The closed module says "NVIDIA UNIX x86_64 Kernel Module", the open one "NVIDIA UNIX Open Kernel Module".
        return probe.Vendor.Contains("NVIDIA", StringComparison.Ordinal) && system.Text("/proc/driver/nvidia/version") is { Length: > 0 } version && !version.Contains("Open Kernel Module", StringComparison.Ordinal)
            ? [new RemedyStep("Use NVIDIA's open kernel modules (Turing and later): Debian nvidia-open-kernel-dkms, Fedora akmod-nvidia-open, Arch nvidia-open")]
            : [];
    }
}
