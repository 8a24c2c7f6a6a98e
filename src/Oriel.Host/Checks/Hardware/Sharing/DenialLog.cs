using System.Text.RegularExpressions;

namespace Oriel.Host.Checks.Hardware.Sharing;

/// <summary>Who refused.</summary>
internal enum Confinement
{
    /// <summary>AppArmor.</summary>
    AppArmor,

    /// <summary>SELinux.</summary>
    SeLinux,
}

/// <summary>One thing that was refused to a QEMU program, however often.</summary>
/// <param name="By">Who refused.</param>
/// <param name="Path">What; a name only where the log has no path.</param>
/// <param name="Wanted">Which access.</param>
/// <param name="Type">SELinux: type of the file's label; else the profile.</param>
internal sealed record Denial(Confinement By, string Path, string Wanted, string Type);

/// <summary>Refusals in the logs that this user may read.</summary>
internal sealed partial record DenialLog : IHostFacts<DenialLog>
{
    private static readonly string[] s_files = ["/var/log/audit/audit.log", "/var/log/kern.log", "/var/log/messages"];
    private static readonly string[] s_journal = ["-b", "--no-pager", "-o", "cat", "-n", "500", "-g", "apparmor=\"DENIED\"|avc: +denied", "_TRANSPORT=kernel", "+", "_TRANSPORT=audit"];

    /// <summary>What was refused to QEMU.</summary>
    public IReadOnlyList<Denial> Denials { get; private init; } = [];

    /// <summary>Where was looked; empty = no log could be read.</summary>
    public IReadOnlyList<string> Sources { get; private init; } = [];

    /// <inheritdoc/>
    public static DenialLog Read(CheckContext context)
    {
        var system = context.System;
        var texts = new List<(string Source, string Text)>();

        // A user outside the journal's groups sees only what is his, and a hint about it on standard error.
        if (system.Run("journalctl", s_journal).Value is { } journal && !journal.Error.Contains("not seeing messages", StringComparison.OrdinalIgnoreCase) && !journal.Error.Contains("No journal files", StringComparison.OrdinalIgnoreCase)
            && !journal.Error.Contains("insufficient permissions", StringComparison.OrdinalIgnoreCase))
        {
            texts.Add(("the journal since boot", journal.Output));
        }

        foreach (var file in s_files)
        {
            if (system.Read(file).Value is { } text)
            {
                texts.Add((file, text));
            }
        }

        return new DenialLog
        {
            Denials = [.. texts.SelectMany(text => text.Text.Split('\n')).Select(Parse).OfType<Denial>().Distinct().Take(32)],
            Sources = [.. texts.Select(text => text.Source)],
        };
    }

    private static Denial? Parse(string line)
    {
        // audit: type=1400 … apparmor="DENIED" operation="open" profile="libvirt-1b2c…" name="/dev/kvmfr0" … requested_mask="wr" denied_mask="wr"
        if (line.Contains("apparmor=\"DENIED\"", StringComparison.Ordinal) && Value(line, ProfilePattern()) is { } profile && profile.StartsWith("libvirt-", StringComparison.Ordinal))
        {
            return Value(line, NamePattern()) is { } name ? new Denial(Confinement.AppArmor, name, Value(line, MaskPattern()) ?? "", profile) : null;
        }

        // avc:  denied  { read write } for  pid=1 comm="qemu-system-x86" path="/dev/kvmfr0" dev=… scontext=system_u:system_r:svirt_t:s0:c1,c2 tcontext=system_u:object_r:device_t:s0 tclass=chr_file permissive=0
        return line.Contains("avc:", StringComparison.Ordinal) && line.Contains("denied", StringComparison.Ordinal) && line.Contains(":svirt", StringComparison.Ordinal)
            && (Value(line, PathPattern()) ?? Value(line, NamePattern())) is { } path
                ? new Denial(Confinement.SeLinux, path, Value(line, AccessPattern())?.Trim() ?? "", Value(line, TargetPattern()) ?? "")
                : null;
    }

    private static string? Value(string line, Regex pattern) => pattern.Match(line) is { Success: true } match ? match.Groups["v"].Value : null;

    [GeneratedRegex("profile=\"(?<v>[^\"]{1,200})\"", RegexOptions.NonBacktracking)]
    private static partial Regex ProfilePattern();

    [GeneratedRegex(" name=\"(?<v>[^\"]{1,500})\"", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("path=\"(?<v>[^\"]{1,500})\"", RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern();

    [GeneratedRegex("requested_mask=\"(?<v>[a-z:]{1,20})\"", RegexOptions.NonBacktracking)]
    private static partial Regex MaskPattern();

    [GeneratedRegex("denied +\\{(?<v>[a-z_ ]{1,100})\\}", RegexOptions.NonBacktracking)]
    private static partial Regex AccessPattern();

    [GeneratedRegex("tcontext=[^: ]*:[^: ]*:(?<v>[A-Za-z0-9_]{1,100})", RegexOptions.NonBacktracking)]
    private static partial Regex TargetPattern();
}
