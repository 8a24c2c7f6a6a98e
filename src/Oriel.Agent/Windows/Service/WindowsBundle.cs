using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32;
using Oriel.Agent.Configuration;
using Oriel.Memory;

namespace Oriel.Agent.Windows.Service;

/// <summary>What a bundle holds on Windows. Everything is read where every user may read.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsBundle
{
    private const string DisplayClass = @"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}";
    private const string PciDevices = @"SYSTEM\CurrentControlSet\Enum\PCI";
    private const string IvshmemId = "VEN_1AF4&DEV_1110";
    private const long DrainNs = 500_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>The entries, in order.</summary>
    /// <param name="config">Configuration file given; null = the usual ones.</param>
    /// <param name="region">Region as options name it.</param>
    public static IEnumerable<BundleEntry> Entries(string? config, string region)
    {
        yield return new BundleEntry("system.txt", WriteSystem);
        yield return new BundleEntry("status.txt", output => _ = ServiceStatusCommand.Run(region, output));
        yield return new BundleEntry("graphics.txt", WriteGraphics);
        yield return new BundleEntry("ivshmem.txt", WriteIvshmem);
        yield return new BundleEntry("outputs.txt", output => WriteProgram(output, Environment.ProcessPath!, "outputs"));
        yield return new BundleEntry("capture-methods.txt", output => WriteProgram(output, Environment.ProcessPath!, "capture-methods"));
        yield return new BundleEntry("selftest.txt", output => WriteProgram(output, Environment.ProcessPath!, "selftest"));
        yield return new BundleEntry("events.txt", output => WriteProgram(output, Path.Combine(Environment.SystemDirectory, "wevtutil.exe"),
            "qe", "Application", $"/q:*[System[Provider[@Name='{EventSourceRegistration.Source}']]]", "/c:100", "/rd:true", "/f:text"));
        foreach (var (file, number) in SettingsFiles(config).Select((file, number) => (file, number)))
        {
            yield return BundleEntry.OfFile($"settings-{number}.ini", file);
        }

        foreach (var file in LogFiles())
        {
            yield return BundleEntry.OfFile("logs/" + Path.GetFileName(file), file);
        }
    }

    private static IReadOnlyList<string> SettingsFiles(string? config)
    {
        try
        {
            return AgentIni.Load(config).Files;
        }
        catch (OrielException)
        {
            // It cannot be understood; it is wanted all the more.
            return config is not null ? [config] : File.Exists(AgentFolders.MachineIni) ? [AgentFolders.MachineIni] : [];
        }
    }

    private static IReadOnlyList<string> LogFiles()
    {
        try
        {
            return [.. Directory.EnumerateFiles(AgentFolders.Logs).Order(StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void WriteSystem(TextWriter output)
    {
        output.WriteLine($"agent      {AgentRunner.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}");
        using var key = Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion");
        output.WriteLine($"windows    {key?.GetValue("ProductName")}, {key?.GetValue("DisplayVersion")}, build {key?.GetValue("CurrentBuild")}.{key?.GetValue("UBR")}");
        output.WriteLine($"version    {Environment.OSVersion.VersionString}");
        output.WriteLine($"processors {Environment.ProcessorCount}");
        output.WriteLine($"memory     {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB");
        output.WriteLine($"up         {TimeSpan.FromMilliseconds(Environment.TickCount64):d\\.hh\\:mm}");
        output.WriteLine($"written    {DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}");
    }

    private static void WriteGraphics(TextWriter output)
    {
        using var cards = Registry.LocalMachine.OpenSubKey(DisplayClass);
        foreach (var name in cards?.GetSubKeyNames().Where(n => n.All(char.IsAsciiDigit)) ?? [])
        {
            using var card = cards!.OpenSubKey(name);
            output.WriteLine($"{name}: {card?.GetValue("DriverDesc")}");
            foreach (var value in (string[])["ProviderName", "DriverVersion", "DriverDate", "MatchingDeviceId"])
            {
                output.WriteLine($"  {value,-17} {card?.GetValue(value)}");
            }
        }
    }

    private static void WriteIvshmem(TextWriter output)
    {
        ServiceStatusCommand.WriteDevices(output);
        using var devices = Registry.LocalMachine.OpenSubKey(PciDevices);
        var found = devices?.GetSubKeyNames().Where(n => n.StartsWith(IvshmemId, StringComparison.OrdinalIgnoreCase)).ToList() ?? [];
        if (found.Count == 0)
        {
            output.WriteLine("no IVSHMEM device: the virtual machine has none, or had none when Windows last looked");
        }

        foreach (var name in found)
        {
            using var device = devices!.OpenSubKey(name);
            foreach (var instance in device?.GetSubKeyNames() ?? [])
            {
                using var key = device!.OpenSubKey(instance);
                var service = key?.GetValue("Service") as string;
                output.WriteLine($"{name}\\{instance}");
                output.WriteLine($"  driver      {(string.IsNullOrEmpty(service) ? "none: install the IVSHMEM driver of virtio-win" : service)}");
                output.WriteLine($"  description {key?.GetValue("DeviceDesc")}");
                output.WriteLine($"  location    {key?.GetValue("LocationInformation")}");
                output.WriteLine($"  flags       {key?.GetValue("ConfigFlags")}");
            }
        }
    }

    private static void WriteProgram(TextWriter output, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, CreateNoWindow = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var text = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Add(text, e.Data);
        process.ErrorDataReceived += (_, e) => Add(text, e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // With a limit it waits for the process only: a program that this one started may keep its output open for ever.
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            output.WriteLine($"[ended after {s_patience.TotalSeconds:0} s]");
        }

        using (var drained = new WakeFlag())
        {
            _ = drained.Wait(DrainNs);
        }

        lock (text)
        {
            output.Write(text);
        }
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\r\n");
        }
    }
}
