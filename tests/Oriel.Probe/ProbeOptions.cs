using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Oriel.Probe;

/// <summary>What the command line asked for.</summary>
internal sealed record ProbeOptions
{
    public const string Help = """
        oriel-probe REGION [--frames N] [--seconds S] [--verify] [--verify-step N] [--all] [--slots N] [--hold MS] [--partner PID] [--quiet]

        A consumer for tests: follows a region like the viewer does, into plain memory, and says what it sees as JSON lines.

          REGION           file, device, kvmfrN or pci:N; need not exist yet
          --frames N       end once N frames were delivered
          --seconds S      end after S seconds (default: 60; 0 = never)
          --verify         every delivered picture must be a test pattern, pixel for pixel
          --verify-step N  with --verify: look at every N-th row only
          --all            deliver every pending frame, not the newest only
          --slots N        upload slots of the sink (default 3)
          --hold MS        keep the feed busy this long per frame: a slow consumer
          --partner PID    a process whose being held up by the machine counts as ours in "heldUpMs"
          --quiet          no line per second

        Lines on standard output:
          {"event":"status","ms":..,"heldUpMs":..,"state":"Live","reject":"None","detail":".."}      whenever the state changes
          {"event":"second","ms":..,"frames":..,"serial":..,"state":..,"rejects":..,"missed":..,"superseded":..,"torn":..,"stalled":..,
           "evictions":..,"sessions":..,"cursors":..,"wrong":..,"width":..,"height":..,"rssKiB":..,"managedKiB":..,"allocated":..,"idleMs":..}   once a second
          {"event":"wrong","ms":..,"serial":..,"what":".."}                           a picture that is not as drawn (the first 20)
          {"event":"end", as second, "firstFrameMs":..}                               at the end; ms counts from the start of the process
        "heldUpMs" is how much of the time since the start this process wanted to run and could not.
        "idleMs" is the time since the last delivered frame, -1 before the first.

        Exit status: 0 done, 1 wrong pixels, 2 bad command line, 3 time over before the frames were there.
        SIGTERM and SIGINT end it in order, with an end line.
        """;

    public string Region { get; private init; } = "";

    public long Frames { get; private init; }

    public double Seconds { get; private init; } = 60;

    public bool Verify { get; private init; }

    public uint VerifyStep { get; private init; } = 1;

    public bool KeepAll { get; private init; }

    public int Slots { get; private init; } = 3;

    public int HoldMs { get; private init; }

    public int Partner { get; private init; }

    public bool Quiet { get; private init; }

    public bool ShowHelp { get; private init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out ProbeOptions? options, out string message)
    {
        options = null;
        message = "";
        var read = new ProbeOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var number = 0.0;
            var takesNumber = args[i] is "--frames" or "--seconds" or "--verify-step" or "--slots" or "--hold" or "--partner";
            if (takesNumber && (++i == args.Length || !double.TryParse(args[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) || number > int.MaxValue))
            {
                message = $"{args[i - 1]} needs a number";
                return false;
            }

            switch (takesNumber ? args[i - 1] : args[i])
            {
                case "--help" or "-h": options = read with { ShowHelp = true }; return true;
                case "--frames": read = read with { Frames = (long)number }; break;
                case "--seconds": read = read with { Seconds = number }; break;
                case "--verify": read = read with { Verify = true }; break;
                case "--verify-step": read = read with { VerifyStep = (uint)Math.Max(1, number) }; break;
                case "--all": read = read with { KeepAll = true }; break;
                case "--slots": read = read with { Slots = (int)Math.Clamp(number, 1, 16) }; break;
                case "--hold": read = read with { HoldMs = (int)number }; break;
                case "--partner": read = read with { Partner = (int)number }; break;
                case "--quiet": read = read with { Quiet = true }; break;
                case var other when other.StartsWith('-') || read.Region.Length > 0:
                    message = $"unknown argument {other}";
                    return false;
                case var region: read = read with { Region = region }; break;
            }
        }

        message = "no region given";
        options = read;
        return read.Region.Length > 0;
    }
}
