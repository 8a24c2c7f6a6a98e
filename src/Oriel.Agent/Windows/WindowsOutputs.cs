using Oriel.Interop.Windows.User;

namespace Oriel.Agent.Windows;

/// <summary>Chooses a head and says what to do when there is none.</summary>
internal static class WindowsOutputs
{
    /// <summary>Name that stands for all heads together.</summary>
    public const string WholeDesktop = "desktop";

    /// <summary>Windows' number for a refused access.</summary>
    public const int AccessDenied = 5;

    /// <summary>
    /// The head meant: by the system's name with or without its prefix, by the monitor's name, by number among the active ones; the primary one when nothing is said.
    /// Null for the whole desktop. Throws <see cref="OrielException"/> when it does not exist or none is active.
    /// </summary>
    public static DisplayHead? Choose(IReadOnlyList<DisplayHead> heads, string? output)
    {
        var active = heads.Where(h => h.Attached && h.Width > 0 && h.Height > 0).ToList();
        if (active.Count == 0)
        {
            throw NoneActive(heads);
        }

        if (string.IsNullOrEmpty(output))
        {
            return active.Find(h => h.Primary) ?? active[0];
        }

        if (string.Equals(output, WholeDesktop, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return active.Find(h => Same(h.Device, output) || Same(h.ShortName, output))
            ?? active.Find(h => Same(h.Monitor, output))
            ?? (int.TryParse(output, out var index) && index >= 0 && index < active.Count ? active[index] : null)
            ?? throw new OrielException(AgentErrors.NoSuchOutput, $"'{output}'",
                "one of " + string.Join(", ", active.Select((h, i) => $"{h.ShortName} ({i})")) + $", or {WholeDesktop}", "list them with 'oriel-agent outputs'");
    }

    /// <summary>No head is part of the desktop: what that means and what helps.</summary>
    public static OrielException NoneActive(IReadOnlyList<DisplayHead> heads) => new(
        AgentErrors.NoActiveOutput,
        heads.Count == 0 ? "no display adapter" : "no monitor on " + string.Join(", ", heads.Select(h => h.Adapter).Distinct(StringComparer.Ordinal)),
        "an output with a monitor attached to the desktop",
        "connect a monitor or a dummy plug to the graphics card, or install a virtual display driver (docs/windows.md); SR-IOV functions have no outputs at all and always need one. The agent waits for it");

    /// <summary>What <c>oriel-agent outputs</c> prints.</summary>
    public static void Write(IReadOnlyList<DisplayHead> heads, TextWriter output)
    {
        var index = 0;
        foreach (var head in heads.Where(h => h.Attached))
        {
            output.WriteLine($"{index++,2} {head.ShortName,-13} {head.Width}x{head.Height}{Signed(head.X)}{Signed(head.Y)}{(head.FrequencyHz > 1 ? $" {head.FrequencyHz} Hz" : "")}"
                + $"{(head.Primary ? " primary (the default)" : "")}: {(head.Monitor.Length > 0 ? head.Monitor : "monitor")} on {head.Adapter}");
        }

        foreach (var head in heads.Where(h => !h.Attached && h.Monitor.Length > 0))
        {
            output.WriteLine($" - {head.ShortName,-13} not part of the desktop: {head.Monitor} on {head.Adapter}");
        }

        if (index > 0)
        {
            output.WriteLine($"   {WholeDesktop,-13} all of them together (GDI only)");
            return;
        }

        var advice = NoneActive(heads);
        output.WriteLine($"no active output: {advice.Seen}");
        output.WriteLine($"  remedy: {advice.Remedy}");
    }

    private static string Signed(int value) => value < 0 ? $"{value}" : $"+{value}";

    private static bool Same(string a, string b) => a.Length > 0 && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
