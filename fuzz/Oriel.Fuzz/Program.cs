using System.CommandLine;
using Oriel.Fuzz;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Fuzz.Targets;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

var cancel = new CancellationTokenSource();
using var ended = new ManualResetEventSlim();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancel.Cancel();
    ended.Set();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
{
    context.Cancel = true;
    cancel.Cancel();
    ended.Set();
});

var seconds = new Option<double>("--seconds") { Description = "End after this long; without it only Ctrl+C ends it." };
var seed = new Option<int>("--seed") { Description = "Seed of everything random. Default: from the clock; it is printed.", DefaultValueFactory = _ => Environment.TickCount & 0xFFFFFF };
var only = new Option<string[]>("--only")
{
    Description = "Only this: parsers, live, the name of a parser or of an attack (see --list). May be repeated.",
    DefaultValueFactory = _ => [],
};
var replay = new Option<FileInfo?>("--replay") { Description = "Runs a saved finding again." };
var stopOnFailure = new Option<bool>("--stop-on-failure") { Description = "End with the first finding." };
var folder = new Option<string>("--out")
{
    Description = "Where findings are saved.", DefaultValueFactory = _ => Path.Combine(Executables.SourceTree, "artifacts", "fuzz"),
};
var patience = new Option<int>("--patience")
{
    Description = "Milliseconds until the right picture has to be back after an attack.", DefaultValueFactory = _ => 1000,
};
var noRender = new Option<bool>("--no-render") { Description = "Leave the renderer out: for machines without EGL." };
var list = new Option<bool>("--list") { Description = "Lists parsers and attacks with what is expected of the viewer." };

var root = new RootCommand("Feeds mutated and random regions to the viewer's side: all parsers on the test vectors, and the real feed beside a real producer under attack.")
{
    seconds, seed, only, replay, stopOnFailure, folder, patience, noRender, list,
};
root.SetAction(parsed =>
{
    var wait = TimeSpan.FromMilliseconds(parsed.GetValue(patience));
    if (parsed.GetValue(list))
    {
        return Listing.Print();
    }

    if (parsed.GetValue(replay) is { } file)
    {
        return Replayer.Run(file.FullName, wait);
    }

    var options = new FuzzOptions
    {
        Seed = parsed.GetValue(seed),
        Duration = parsed.GetResult(seconds) is null ? TimeSpan.MaxValue : TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        Only = parsed.GetValue(only) ?? [],
        Folder = parsed.GetValue(folder)!,
        StopOnFailure = parsed.GetValue(stopOnFailure),
        Patience = wait,
        Renders = !parsed.GetValue(noRender),
    };
    using var run = new FuzzRun(options, cancel.Token);
    return run.Run();
});

// The parts of an attack as processes of their own, for the end-to-end tests.
var region = new Argument<string>("region");
var width = new Option<uint>("--width") { DefaultValueFactory = _ => 320 };
var height = new Option<uint>("--height") { DefaultValueFactory = _ => 240 };
var interval = new Option<int>("--interval") { DefaultValueFactory = _ => 50 };
var mebibytes = new Option<int>("--mib") { DefaultValueFactory = _ => 16 };
var profile = new Option<string>("--profile") { DefaultValueFactory = _ => "p20" };

var rendered = new Option<bool>("--rendered") { Description = "Behind the renderer, off-screen." };

var watch = new Command("watch", "The consumer under attack: one JSON line per interval and per status.") { region, width, height, interval, rendered };
watch.Hidden = true;
watch.SetAction(parsed =>
{
    using var watching = new Watch(parsed.GetValue(region)!, Pattern(parsed), parsed.GetValue(rendered));
    watching.Run(TimeSpan.FromMilliseconds(parsed.GetValue(interval)), ended);
    return 0;
});

var scribble = new Command("scribble", "Writes random bytes over the whole region.") { region, seconds, seed };
scribble.Hidden = true;
scribble.SetAction(parsed =>
{
    var written = Scribbler.Run(parsed.GetValue(region)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(seed));
    Console.WriteLine($"scribbled {written} bytes");
    return 0;
});

var guest = new Command("guest", "A well-behaved producer that restarts when its session is wiped.") { region, width, height, mebibytes, profile };
guest.Hidden = true;
guest.SetAction(parsed =>
{
    var chosen = ProducerProfile.All.First(p => p.Name == parsed.GetValue(profile));
    using var producing = new HostileGuest(parsed.GetValue(region)!, (ulong)parsed.GetValue(mebibytes) << 20, chosen, Pattern(parsed));
    Console.WriteLine("producing");
    ended.Wait();
    if (producing.Failure is { } failure)
    {
        Console.Error.WriteLine(failure);
        return 1;
    }

    Console.WriteLine($"published {producing.Frame} frames in {producing.Restarts + 1} sessions");
    return 0;
});

var burden = new Command("burden", "How much of a core each attack costs the viewer's feed.") { seconds, only };
burden.Hidden = true;
burden.SetAction(parsed => Burden.Measure(parsed.GetResult(seconds) is null ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(only) ?? []));

root.Subcommands.Add(burden);
root.Subcommands.Add(watch);
root.Subcommands.Add(scribble);
root.Subcommands.Add(guest);
return root.Parse(args).Invoke();

TestPattern Pattern(ParseResult parsed) => new(FrameType.Bgra, parsed.GetValue(width), parsed.GetValue(height), PatternDamage.Random);
