using System.Globalization;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Systems;

namespace Oriel.Host.Checks.Desktop;

/// <summary>Whether the guest's sound can be heard, and how soon.</summary>
internal sealed class SoundCheck : ReportingCheck
{
    // Twice what the viewer asks for, and no sound in step with a picture needs less.
    private const double LateMs = 25;

    /// <inheritdoc/>
    public override string Id => "D26";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Sound;

    /// <inheritdoc/>
    public override string Title => "A sound server answers, with a short period";

    /// <inheritdoc/>
    public override string Symptom => "No sound, or sound that crackles or comes late";

    /// <inheritdoc/>
    public override string LooksAt => "the default output, opened silently through SDL: driver, period, rate; sockets of PipeWire and PulseAudio in XDG_RUNTIME_DIR";

    /// <inheritdoc/>
    public override string Why => "The guest's sound waits for a whole period of the device; without a sound server one program holds the device and the others are silent.";

    /// <inheritdoc/>
    public override string Remedy => "Run PipeWire (or PulseAudio) in the session, and let it have small periods; --no-audio in a session that has none.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var system = context.System;
        var sight = system.Probe(SoundProbe.Name, "");
        if (ProbeAnswer.Read(sight, ProbeJson.Default.SoundProbe, out var why) is not { } probe)
        {
            findings.Add(Unseen("", "Sound was not tried", why));
            return;
        }

        var servers = Servers(system);
        if (probe.Error is { } error)
        {
            var hasDesktop = context.Facts<SessionFacts>().Probe is { Kind: not "none" };
            var seen = $"{error.Seen}{(servers.Length > 0 ? $"; there is {servers}" : "; neither PipeWire nor PulseAudio has a socket here")}";
            findings.Add((hasDesktop ? Warning("", "The guest's sound cannot be heard", seen, error.Expected) : Note("", "No sound here", seen)) with
            {
                Remedy = hasDesktop
                    ? [servers.Length > 0 ? new RemedyStep(error.Remedy) : new RemedyStep("Start the session's sound server", RemedyKind.Command, "systemctl --user start pipewire pipewire-pulse wireplumber")]
                    : [],
            });
            return;
        }

        var ms = probe.FrequencyHz > 0 ? 1000.0 * probe.PeriodFrames / probe.FrequencyHz : 0;
        var what = string.Create(CultureInfo.InvariantCulture,
            $"driver {probe.Driver}, period {probe.PeriodFrames} frames ({ms:0.#} ms), {probe.FrequencyHz} Hz, {probe.Channels} channels; {probe.Outputs.Count} outputs, {probe.Inputs.Count} inputs");
        if (probe.Driver is "dummy" or "disk")
        {
            findings.Add(Warning("", "Sound goes nowhere", what, "PipeWire, PulseAudio or ALSA") with
            {
                Remedy = [new RemedyStep("Start it without the variable", RemedyKind.Command, "env -u SDL_AUDIODRIVER oriel")],
            });
        }
        else if (ms > LateMs)
        {
            findings.Add(Warning("", "Sound comes late: the device has long periods", what, string.Create(CultureInfo.InvariantCulture, $"{probe.WantedPeriodFrames} frames, as the viewer asks for")) with
            {
                Confidence = Confidence.Likely,
                Remedy = probe.Driver == "pulseaudio" && !servers.Contains("pipewire-0", StringComparison.Ordinal)
                    ? [new RemedyStep("PulseAudio: shorter fragments, then log in again", RemedyKind.File, "default-fragments = 2\ndefault-fragment-size-msec = 5", "~/.config/pulse/daemon.conf")]
                    : [new RemedyStep("PipeWire: let clients have short periods, then log in again", RemedyKind.File, "context.properties = {\n    default.clock.quantum = 512\n    default.clock.min-quantum = 128\n}", "~/.config/pipewire/pipewire.conf.d/oriel.conf")],
            });
        }
        else if (probe.Driver == "alsa" && servers.Length == 0)
        {
            findings.Add(Note("", "Sound goes to the device itself", $"{what}; no sound server has a socket here") with { Why = "While the viewer holds the device other programs may be silent." });
        }
        else
        {
            findings.Add(Good("", "Sound works, with a short period", what));
        }
    }

    private static string Servers(IHostSystem system)
    {
        List<string> found = [];
        if (system.Variable("PULSE_SERVER") is { Length: > 0 } pulse)
        {
            found.Add($"PULSE_SERVER={pulse}");
        }

        if (system.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } folder)
        {
            found.AddRange(((string[])["pipewire-0", "pulse/native"]).Where(name => system.Exists($"{folder}/{name}")).Select(name => $"{folder}/{name}"));
        }

        return string.Join(" and ", found);
    }
}
