using Oriel.Host.Checks.Desktop;
using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Cli.Doctor.Probes;

/// <summary>
/// What this program tries out about graphics, sound and desktop. Drivers and servers answer, hang or crash as they like: each probe runs in a process of its own (<c>oriel probe NAME</c>), which is
/// ended when it takes too long, and whose death is an answer.
/// </summary>
internal static class MachineProbes
{
    /// <summary>The probes themselves, for the process of their own.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> InProcess { get; } = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        [RenderProbe.Name] = RenderTrial.Run,
        [SoundProbe.Name] = SoundTrial.Run,
        [SessionProbe.Name] = SessionSurvey.Run,
    };

    /// <summary>The same, each in a process of its own.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> Isolated { get; } = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        [RenderProbe.Name] = argument => Run(RenderProbe.Name, argument, static why => new RenderProbe
        {
            Error = new ProbeError("", "The test picture was not finished", why, "a driver that draws a small picture", "update the graphics driver; 'eglinfo -B' shows what it offers"),
        }.ToJson()),
        [SoundProbe.Name] = argument => Run(SoundProbe.Name, argument, static why => new SoundProbe
        {
            Error = new ProbeError("", "The sound device was not opened", why, "a sound server that answers", "restart the session's sound server: systemctl --user restart pipewire pipewire-pulse"),
        }.ToJson()),
        [SessionProbe.Name] = argument => Run(SessionProbe.Name, argument, static why => new SessionProbe
        {
            Kind = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")) ? "x11" : "wayland",
            Problem = why,
        }.ToJson()),
    };

    private static string Run(string name, string argument, Func<string, string> explain)
    {
        var (answer, failure) = ProbeProcess.Run(name, argument);
        return failure.Length > 0 ? explain(failure) : answer;
    }
}
