using System.Globalization;

namespace Oriel.Cli.Configuration;

/// <summary>Options that several settings of the existing viewer decide together.</summary>
internal static class SettingJoints
{
    private delegate IReadOnlyList<string>? Rule(Func<string, string?> value);

    private static readonly (string Option, string[] Settings, Rule Rule)[] s_joints =
    [
        ("--scale", ["win:keepAspect", "win:intUpscale"], value => [IsNo(value("win:keepAspect")) ? "stretch" : IsYes(value("win:intUpscale")) ? "integer" : "fit"]),
        ("--spice", ["spice:enable", "spice:host", "spice:port"], Spice),
        ("--keep-awake", ["win:noScreensaver", "win:autoScreensaver"], value => [IsYes(value("win:noScreensaver")) ? "always" : IsYes(value("win:autoScreensaver")) ? "guest" : "off"]),
        ("--clipboard-to-vm", ["spice:clipboard"], Clipboard),
        ("--clipboard-to-local", ["spice:clipboard"], Clipboard),
    ];

    // Both at yes are refused, as the existing viewer does.
    private static readonly (string One, string Other, string Expected, string Remedy)[] s_conflicts =
    [
        ("win:autoResize", "win:setGuestRes", "at most one of them at yes: either the window follows the guest or the guest the window", "set one of them to no"),
        ("win:noScreensaver", "win:autoScreensaver", "at most one of them at yes", "set one of them to no, or use win:keepAwake alone"),
    ];

    /// <summary>What the settings that belong together say. Throws <see cref="OrielException"/> when they exclude each other.</summary>
    public static IEnumerable<ResolvedSetting> Resolve(SettingStore store)
    {
        foreach (var (one, other, expected, remedy) in s_conflicts)
        {
            if (store.Get(one) is { } first && store.Get(other) is { } second && IsYes(first.Value) && IsYes(second.Value))
            {
                throw new OrielException(CliErrors.SettingsConflict, $"{one}=yes ({first.Source}) and {other}=yes ({second.Source})", expected, remedy);
            }
        }

        // A clipboard that is allowed in general says nothing about its directions.
        return s_joints.Select(joint => (joint, From: joint.Settings.Select(store.Get).OfType<GivenSetting>().OrderByDescending(given => given.Source.Rank).ToList()))
            .Where(found => found.From.Count > 0 && ViewerSettings.OfOption(found.joint.Option) is not null)
            .Select(found => new ResolvedSetting(ViewerSettings.OfOption(found.joint.Option)!, found.joint.Rule(name => store.Get(name)?.Value), found.From))
            .Where(resolved => resolved.Words is not null || !IsVeto(resolved));
    }

    /// <summary>It forbids, whatever else the same file says.</summary>
    public static bool IsVeto(ResolvedSetting resolved) => resolved.From[0].Setting.Name == "spice:clipboard";

    private static IReadOnlyList<string>? Spice(Func<string, string?> value)
    {
        if (IsNo(value("spice:enable")))
        {
            return ["off"];
        }

        var (host, port) = (value("spice:host"), value("spice:port"));
        if (host is null && port is null)
        {
            return null;
        }

        host = string.IsNullOrEmpty(host) ? "127.0.0.1" : host;
        port = string.IsNullOrEmpty(port) ? Cli.Spice.SpiceAddress.DefaultPort.ToString(CultureInfo.InvariantCulture) : port;
        return host.StartsWith('/') || port == "0" ? [host]
            : host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? [$"[{host}]:{port}"]
            : [$"{host}:{port}"];
    }

    private static IReadOnlyList<string>? Clipboard(Func<string, string?> value) => IsNo(value("spice:clipboard")) ? ["off"] : null;

    private static bool IsYes(string? value) => value is not null && ViewerSetting.IsYes(value);

    private static bool IsNo(string? value) => value is not null && !ViewerSetting.IsYes(value);
}
