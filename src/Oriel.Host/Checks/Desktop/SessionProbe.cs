using System.Text.Json;
using Oriel.Host.Checks.Hardware.Facts;

namespace Oriel.Host.Checks.Desktop;

/// <summary>A screen of the desktop.</summary>
/// <param name="Name">Its name; empty when unknown.</param>
/// <param name="Width">Device pixels, as it lies.</param>
/// <param name="Height">Device pixels.</param>
/// <param name="RefreshMilliHz">Refreshes in a thousand seconds; 0 = unknown.</param>
/// <param name="LogicalWidth">Width in the desktop's own units; 0 = unknown.</param>
/// <param name="IntegerScale">Scale that programs without fractional scaling are told; 0 = unknown.</param>
public sealed record SessionScreen(string Name, int Width, int Height, int RefreshMilliHz, int LogicalWidth, int IntegerScale)
{
    /// <summary>Device pixels per unit; 0 = unknown.</summary>
    public double Scale => LogicalWidth > 0 && Width > 0 ? (double)Width / LogicalWidth : IntegerScale;
}

/// <summary>What looking at the desktop answers. Settable, so that what an answer leaves out has the values given here (the generated reader would make it null).</summary>
public sealed record SessionProbe
{
    /// <summary>Name of this probe.</summary>
    public const string Name = "session";

    /// <summary>wayland, x11 or none.</summary>
    public string Kind { get; set; } = "none";

    /// <summary>Why it could not be looked at; empty when it could.</summary>
    public string Problem { get; set; } = "";

    /// <summary>Wayland: interfaces with their versions. X11: extensions, with versions where known (major × 100 + minor), else 1.</summary>
    public IReadOnlyDictionary<string, int> Abilities { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Screens.</summary>
    public IReadOnlyList<SessionScreen> Screens { get; set; } = [];

    /// <summary>Wayland: the library libdecor, which draws title bars where the compositor does not, can be loaded.</summary>
    public bool HasLibdecor { get; set; }

    /// <summary>SDL's version; empty when it is missing.</summary>
    public string SdlVersion { get; set; } = "";

    /// <summary>A Wayland compositor was asked.</summary>
    public bool IsWayland => Kind == "wayland";

    /// <summary>An X server was asked.</summary>
    public bool IsX11 => Kind == "x11";

    /// <summary>It has this interface or extension.</summary>
    public bool Has(string name) => Abilities.ContainsKey(name);

    /// <summary>As probes answer.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ProbeJson.Default.SessionProbe);
}

/// <summary>The desktop, looked at once for all checks.</summary>
internal sealed record SessionFacts(SessionProbe? Probe, string Why, string Desktop) : IHostFacts<SessionFacts>
{
    /// <summary>GNOME, whatever a distribution calls it.</summary>
    public bool IsGnome => Desktop.Split(':').Contains("GNOME", StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public static SessionFacts Read(CheckContext context)
    {
        var answer = ProbeAnswer.Read(context.System.Probe(SessionProbe.Name, ""), ProbeJson.Default.SessionProbe, out var why);
        return new SessionFacts(answer, why, context.System.Variable("XDG_CURRENT_DESKTOP") ?? "");
    }

    /// <summary>The probe's answer about a compositor that could be asked; null otherwise.</summary>
    public SessionProbe? Wayland => Probe is { IsWayland: true, Problem.Length: 0 } probe ? probe : null;
}
