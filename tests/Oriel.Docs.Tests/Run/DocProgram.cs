using Oriel.Testing;

namespace Oriel.Docs.Tests.Run;

/// <summary>How a command of ours is tried: what is added so that the test sees what it does, and when it has done it.</summary>
/// <param name="Added">Options that change nothing a user would notice: logging, no connection to the machine's own SPICE servers, a shorter measurement.</param>
/// <param name="Ready">Line that shows that it works; empty for commands that end by themselves.</param>
/// <param name="Stays">True when the following commands of the block need it running.</param>
/// <param name="Screen">True when it opens a window.</param>
/// <param name="Highest">Highest exit status that is not a failure.</param>
/// <param name="Needs">A program without which the block is skipped by name; empty for ours.</param>
internal sealed record DocProgram(IReadOnlyList<string> Added, string Ready = "", bool Stays = false, bool Screen = false, int Highest = 0, string Needs = "")
{
    /// <summary>QEMU, which runs without a disk here: it starts with the arguments of the page, and its firmware draws on the emulated screen.</summary>
    public const string Qemu = "qemu-system-x86_64";

    private static readonly string[] s_setupWithoutQuestion = ["--dry-run", "-n", "--yes", "-y", "--qemu", "--guest-iso", "--output", "-o"];

    private const string Picture = @"picture: \d+x\d+";

    /// <summary>The way of a command.</summary>
    public static DocProgram Of(IReadOnlyList<string> words) => (words[0], words.Count > 1 && !words[1].StartsWith('-') ? words[1] : "") switch
    {
        ("oriel", "" or "view") when words.Contains("--headless") => new(Spice(words)),
        ("oriel", "" or "view") => new(["--verbose", .. Spice(words)], Picture, Screen: true),
        ("oriel", "demo") when words.Contains("--headless") => new([]),
        ("oriel", "demo") => new(["--verbose"], Picture, Screen: true),
        ("oriel", "latency") => new([.. Spice(words), .. words.Contains("--frames") ? [] : (string[])["--seconds", "0.5", "--warm-up", "0.1"]], Screen: true),
        ("oriel", "record") => new(["--duration", "0.5", .. Spice(words)], Needs: "ffmpeg"),

        // Nobody is there to be asked.
        ("oriel", "setup") => new(words.Intersect(s_setupWithoutQuestion, StringComparer.Ordinal).Any() ? [] : ["--yes"]),
        ("oriel", "serve") => new([], "ivshmem-doorbell", Stays: true),
        ("oriel", "pattern") => new([], "\"event\":\"ready\"", Stays: true),
        ("oriel", "doctor") => new([], Highest: 2),
        (Qemu, _) => new(["-accel tcg", "-display none", "-qmp stdio"], "QMP", Stays: true, Needs: Qemu),
        ("oriel-agent", "outputs") => new([], Screen: true),
        _ => new([]),
    };

    // The machine this test runs on may have virtual machines of its own, and a SPICE server serves one client at a time.
    private static string[] Spice(IReadOnlyList<string> words) => words.Any(word => word.StartsWith("--spice", StringComparison.Ordinal)) ? [] : ["--spice", "off"];
}
