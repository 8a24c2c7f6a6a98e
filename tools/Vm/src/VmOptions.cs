using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Oriel.Vm;

/// <summary>What the command line of <c>./dev vm</c> asked for.</summary>
internal sealed partial record VmOptions
{
    private const string Help = """
        usage: ./dev vm [options] [-- VIEWER-OPTIONS]

        Boots a small Debian guest in QEMU, with shared memory, SPICE, sound and our agent inside, and opens the viewer on it. The guest image is built from
        this machine's apt sources the first time (about half a minute) and kept; see docs/vm.md.

          --headless          no window: render off-screen for some seconds, save a screenshot, print figures; also where there is no display
          --seconds S         how long a headless run lasts after the first frame (default 10)
          --screenshot FILE   where the headless run saves its picture (default artifacts/vm.png)
          --size WxH          first mode of the guest's screen (default 1280x800)
          --memory MIB        the guest's memory (default 768)
          --tablet            give the guest an absolute pointer too
          --doorbell          shared memory with doorbells, from a server of its own ("oriel serve"): frames wake the viewer
          --no-agent          do not run our agent in the guest: only the emulated screen is there
          --no-view           only run the guest, and say how to reach it
          --ticket PASSWORD   protect SPICE with a password
          --kvm, --tcg        do not find out by trying which of them works
          --image             only build the image
          --clean             remove images and packages kept for them

        Ctrl+C, or closing the viewer's window, ends everything.
        """;

    public bool Headless { get; private init; }

    public int Seconds { get; private init; } = 10;

    public string Screenshot { get; private init; } = Path.Combine("artifacts", "vm.png");

    public string Size { get; private init; } = "1280x800";

    public int MemoryMiB { get; private init; } = 768;

    public bool Tablet { get; private init; }

    public bool Doorbell { get; private init; }

    public bool NoAgent { get; private init; }

    public bool NoView { get; private init; }

    public string? Ticket { get; private init; }

    public bool? Kvm { get; private init; }

    public bool ImageOnly { get; private init; }

    public bool Clean { get; private init; }

    public IReadOnlyList<string> ViewerOptions { get; private init; } = [];

    public static int Refuse(string message)
    {
        if (message.Length == 0)
        {
            Console.WriteLine(Help);
            return 0;
        }

        Console.Error.WriteLine($"vm: {message}; ./dev vm --help says what there is");
        return 2;
    }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out VmOptions? options, out string message)
    {
        options = null;
        message = "";
        var read = new VmOptions();
        for (var at = 0; at < args.Length; at++)
        {
            var word = args[at];
            if (word == "--")
            {
                options = read with { ViewerOptions = args[(at + 1)..] };
                return true;
            }

            if (word is "--help" or "-h")
            {
                return false;
            }

            var changed = TakeSwitch(read, word) ?? (at + 1 < args.Length ? TakeValue(read, word, args[++at], ref message) : null);
            if (changed is null)
            {
                message = message.Length > 0 ? message : $"'{word}' is not an option, or its value is missing";
                return false;
            }

            read = changed;
        }

        options = read;
        return true;
    }

    private static VmOptions? TakeSwitch(VmOptions read, string word) => word switch
    {
        "--headless" => read with { Headless = true },
        "--tablet" => read with { Tablet = true },
        "--doorbell" => read with { Doorbell = true },
        "--no-agent" => read with { NoAgent = true },
        "--no-view" => read with { NoView = true },
        "--kvm" => read with { Kvm = true },
        "--tcg" => read with { Kvm = false },
        "--image" => read with { ImageOnly = true },
        "--clean" => read with { Clean = true },
        _ => null,
    };

    private static VmOptions? TakeValue(VmOptions read, string word, string value, ref string message)
    {
        switch (word)
        {
            case "--size" when SizePattern().IsMatch(value):
                return read with { Size = value };
            case "--size":
                message = $"--size wants WIDTHxHEIGHT, got '{value}'";
                return null;
            case "--screenshot":
                return read with { Screenshot = value };
            case "--ticket":
                return read with { Ticket = value };
            case "--seconds" or "--memory" when !int.TryParse(value, out var number) || number is < 1 or > 1_000_000:
                message = $"{word} wants a whole number, got '{value}'";
                return null;
            case "--seconds":
                return read with { Seconds = int.Parse(value) };
            case "--memory":
                return read with { MemoryMiB = int.Parse(value) };
            default:
                return null;
        }
    }

    [GeneratedRegex(@"^[1-9][0-9]{2,3}x[1-9][0-9]{2,3}$", RegexOptions.None, 1000)]
    private static partial Regex SizePattern();
}
