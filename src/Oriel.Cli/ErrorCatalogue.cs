using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text;
using Oriel.Cli.Doctor;
using Oriel.Cli.Spice;
using Oriel.Display;
using Oriel.Display.Clipboard;
using Oriel.Display.Windowing;
using Oriel.Host.Setup;
using Oriel.Manual;
using Oriel.Memory;
using Oriel.Relay;
using Oriel.Sound;

namespace Oriel.Cli;

/// <summary>The error codes of one room.</summary>
/// <param name="Room">Heading.</param>
/// <param name="Codes">In order of their numbers.</param>
internal sealed record ErrorSection(string Room, IReadOnlyList<ErrorCode> Codes);

/// <summary>Every error code this program can end with, and the exit statuses.</summary>
internal static class ErrorCatalogue
{
    private static readonly (int Status, string Meaning)[] s_exits =
    [
        (ExitCodes.Success, "Did what was asked"),
        (ExitCodes.Internal, "A bug: an unexpected exception; please report it"),
        (ExitCodes.Usage, "The command line was not understood"),
        (ExitCodes.Region, "The region is missing, may not be opened, or is unusable"),
        (ExitCodes.NoProducer, "No live producer, or no picture, within the time given"),
        (ExitCodes.VersionMismatch, "The producer speaks an unknown version"),
        (ExitCodes.Display, "Window, EGL or OpenGL missing or too old, or the display went away"),
        (ExitCodes.Capture, "The X server or another capture source is missing"),
        (ExitCodes.Configuration, "A configuration file, an option's value or an output file was refused"),
        (ExitCodes.Service, "The agent's Windows service could not be installed, changed or reached"),
    ];

    /// <summary>The exit statuses and what they mean.</summary>
    public static IReadOnlyList<(int Status, string Meaning)> Exits => s_exits;

    /// <summary>The rooms this program is made of. The agent's codes are its own program's.</summary>
    public static IReadOnlyList<ErrorSection> Own =>
    [
        Section("Shared memory", typeof(MemoryErrors)),
        Section("Relay", typeof(RelayErrors)),
        Section("Rendering", typeof(DisplayErrors)),
        Section("Window", typeof(WindowErrors)),
        Section("Clipboard", typeof(ClipboardErrors)),
        Section("Commands", typeof(CliErrors)),
        Section("Doctor", typeof(DoctorErrors)),
        Section("Manual", typeof(ManualErrors)),
        Section("SPICE", typeof(SpiceErrors)),
        Section("Sound", typeof(SoundErrors)),
        Section("Set-up", typeof(SetupErrors)),
    ];

    /// <summary>The codes a static class declares.</summary>
    public static ErrorSection Section(
        string room,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)] Type declaring) => new(
            room,
            [
                .. declaring.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                    .Select(field => field.GetValue(null)).OfType<ErrorCode>().OrderBy(code => code.Id, StringComparer.Ordinal),
            ]);

    /// <summary>Plain lines.</summary>
    public static string ToText(IReadOnlyList<ErrorSection> sections)
    {
        var text = new StringBuilder();
        foreach (var code in sections.SelectMany(section => section.Codes))
        {
            text.AppendLine($"{code.Id}  exit {code.ExitCode}  {code.Title}");
        }

        return text.ToString();
    }

    /// <summary>The text of docs/errors.md.</summary>
    public static string ToMarkdown(IReadOnlyList<ErrorSection> sections)
    {
        var text = new StringBuilder();
        text.Append(
            "# Errors and exit statuses\n\n"
            + "An error names its code, what was seen, what was expected, and the remedy. Codes never change their meaning. This file is generated "
            + "from the source (`oriel errors --markdown`); a test compares it.\n\n"
            + "## Exit statuses of `oriel` and `oriel-agent`\n\n| status | meaning |\n|---|---|\n");
        foreach (var (status, meaning) in s_exits)
        {
            text.Append($"| {status} | {meaning} |\n");
        }

        text.Append("\n`oriel doctor` ends like a check: 0 = nothing is wrong, 1 = there are warnings, 2 = there are problems; with an error of its own as above.\n");

        foreach (var section in sections)
        {
            text.Append($"\n## {section.Room}\n\n| code | exit status | error |\n|---|---|---|\n");
            foreach (var code in section.Codes)
            {
                text.Append($"| {code.Id} | {code.ExitCode} | {code.Title} |\n");
            }
        }

        return text.ToString();
    }
}
