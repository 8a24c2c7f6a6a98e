using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Oriel.Bench;

/// <summary>
/// Guest and viewer as the two processes they are: processor time per frame on both sides, launch to first picture, resident memory. Runs the built
/// programs (or the packed ones with --bin); the producer is <c>oriel pattern</c>, the viewer draws off-screen.
/// </summary>
internal static class ProcessBench
{
    private const double TicksPerSecond = 100;

    public static Command Create()
    {
        var bin = new Option<string>("--bin")
        {
            Description = "folder of the oriel program to measure (default: the packed one when it is there, else the built one)",
        };
        var seconds = new Option<int>("--seconds") { Description = "length of a run", DefaultValueFactory = _ => 8 };
        var launch = new Option<bool>("--launch") { Description = "only from launch to the first picture" };
        var json = Figure.JsonOption();
        var command = new Command("process", "CPU per frame on both sides, launch to first picture, resident memory, in real processes") { bin, seconds, launch, json };
        command.SetAction(parse =>
        {
            var oriel = Find(parse.GetValue(bin));
            Console.WriteLine($"measuring {oriel}");
            if (parse.GetValue(launch))
            {
                Figure.Write(parse.GetValue(json), [Launch(oriel, "1920x1080", 9)]);
                return 0;
            }

            Steady(oriel, "1920x1080", "full", parse.GetValue(seconds));
            Steady(oriel, "1920x1080", "moving", parse.GetValue(seconds));
            Steady(oriel, "3840x2160", "moving", parse.GetValue(seconds));
            Figure.Write(parse.GetValue(json), [Launch(oriel, "1920x1080", 9)]);
            return 0;
        });
        return command;
    }

    private static void Steady(string oriel, string size, string damage, int seconds)
    {
        using var guest = Guest.Start(oriel, size, damage);
        using var view = Start(oriel, "view", "--headless", "--region", guest.Region, "--seconds", Text(seconds));
        var line = view.StandardOutput.ReadLineAsync();
        // The first second holds start-up and compilation; figures are of the rest.
        Thread.Sleep(1500);
        var before = (Guest: CpuSeconds(guest.Process.Id), View: CpuSeconds(view.Id), At: Stopwatch.GetTimestamp());
        Thread.Sleep((seconds * 1000) - 2000);
        var elapsed = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
        var guestCpu = CpuSeconds(guest.Process.Id) - before.Guest;
        var viewCpu = CpuSeconds(view.Id) - before.View;
        var guestMemory = Memory(guest.Process.Id);
        var viewMemory = Memory(view.Id);
        line.Wait(TimeSpan.FromSeconds(20));
        view.WaitForExit(5000);
        using var figures = JsonDocument.Parse(line.Result ?? "{}");
        var fps = figures.RootElement.GetProperty("fps").GetDouble();
        var frames = fps * elapsed;
        Console.WriteLine($"{size}, damage {damage}: {fps:F1} frames/s drawn; CPU per frame: guest {guestCpu / frames * 1e3:F2} ms, viewer {viewCpu / frames * 1e3:F2} ms (software GL included); "
            + $"resident: guest {guestMemory}, viewer {viewMemory}");
        Console.WriteLine($"  {figures.RootElement.GetRawText()}");
    }

    private static Figure Launch(string oriel, string size, int runs)
    {
        using var guest = Guest.Start(oriel, size, "moving");
        var times = new List<double>();
        for (var i = 0; i <= runs; i++)
        {
            using var view = Start(oriel, "view", "--headless", "--region", guest.Region, "--frames", "1");
            var line = view.StandardOutput.ReadLine();
            view.WaitForExit(10_000);
            using var figures = JsonDocument.Parse(line ?? "{}");
            // The first run warms the file cache.
            if (i > 0)
            {
                times.Add(figures.RootElement.GetProperty("firstPictureMs").GetDouble());
            }
        }

        var figure = Figure.Of("launch to first picture", times, "ms") with { Note = $"{size}, producer running, off-screen, {Programs.Kind} program, {runs} runs" };
        Console.WriteLine(figure);
        return figure;
    }

    private static string Find(string? folder) => folder is null ? Programs.Oriel : Path.Combine(folder, "oriel");

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false })!;

    private static double CpuSeconds(int pid)
    {
        var stat = File.ReadAllText($"/proc/{Text(pid)}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static string Memory(int pid)
    {
        var lines = File.ReadAllLines($"/proc/{Text(pid)}/status");
        long Of(string name) => long.Parse(lines.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        return $"{Of("RssAnon:")} MiB private + {Of("RssFile:")} MiB files + {Of("RssShmem:")} MiB shared";
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A running <c>oriel pattern</c> with a region of its own.</summary>
    private sealed class Guest : IDisposable
    {
        private Guest(Process process, string region)
        {
            Process = process;
            Region = region;
        }

        public Process Process { get; }

        public string Region { get; }

        public static Guest Start(string oriel, string size, string damage)
        {
            var region = $"/dev/shm/oriel-bench-{Text(Environment.ProcessId)}-{Guid.NewGuid():N}";
            var process = ProcessBench.Start(oriel, "pattern", "--region", region, "--create", "128M", "--size", size, "--rate", "60", "--damage", damage);
            // Its first line says that it is ready.
            process.StandardOutput.ReadLine();
            return new Guest(process, region);
        }

        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill();
                Process.WaitForExit();
            }

            Process.Dispose();
            File.Delete(Region);
        }
    }
}
