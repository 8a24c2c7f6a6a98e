using System.IO.Compression;
using Oriel.Testing;

namespace Oriel.Wine.Tests.Service;

/// <summary>The service under Wine's service manager: it really starts a capture process, keeps it, ends it in order and leaves nothing behind.</summary>
public sealed class ServiceTests
{
    [Fact]
    public void Install_captures_status_says_so_and_uninstall_removes_everything()
    {
        using var bed = new ServiceBed();
        var installed = bed.Agent(0, "install");
        Assert.Contains("settings kept", installed, StringComparison.Ordinal);
        Assert.EndsWith("started", installed.Trim(), StringComparison.Ordinal);
        var process = ServiceBed.WaitForCapture();
        bed.WaitForProducer();
        var status = bed.Agent(0, "status");
        Assert.Matches($"(?s)service +Running, process \\d+: \".*oriel-agent.exe\" service.*capture +process {process} in session \\d+.*logs +C:.*alive: oriel-agent", status);
        Assert.Contains("EventCreate.exe", bed.Run("reg", "query", @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\OrielAgent").Output, StringComparison.Ordinal);

        var second = bed.Agent(3, "run", "--region", WineHome.WindowsPath(bed.Region.Path), "--capture", "gdi", "--no-wait");
        Assert.Matches("(?s)ORL434.*stop it with", second);
        Assert.Equal(process, ServiceBed.ProcessId);

        bed.Agent(0, "uninstall");
        Assert.Matches("(?s)is told to end: the service stops.*ended as told, exit status 0.*service ends", ServiceBed.ServiceLog);
        Assert.Contains("ended: ", ServiceBed.CaptureLog, StringComparison.Ordinal);
        Assert.Equal("Stopped", ServiceBed.Report("phase"));
        Assert.Contains("not installed", bed.Agent(4, "status"), StringComparison.Ordinal);
        Assert.NotEqual(0, bed.Run("reg", "query", @"HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\OrielAgent").Status);
        Assert.NotEqual(0, bed.Run("reg", "query", @"HKLM\SYSTEM\CurrentControlSet\Services\OrielAgent").Status);
        Assert.True(File.Exists(Path.Combine(ServiceBed.Data, "agent.ini")));
        bed.Agent(0, "install", "--no-start");
        bed.Agent(0, "uninstall", "--purge");
        Assert.False(Directory.Exists(ServiceBed.Data));
    }

    [Fact]
    public void A_killed_capture_process_comes_back_later_each_time()
    {
        using var bed = new ServiceBed();
        bed.Agent(0, "install");
        var process = ServiceBed.WaitForCapture();
        for (var failures = 1; failures <= 3; failures++)
        {
            bed.Run("taskkill", "/F", "/PID", $"{process}");
            process = ServiceBed.WaitForCapture(process);
            Assert.Equal($"{failures}", ServiceBed.Report("failures"));
        }

        Assert.Matches("(?s)time 1 in a row: exit status .*next start in 1 s.*time 2 in a row.*next start in 2 s.*time 3 in a row.*next start in 4 s", ServiceBed.ServiceLog);
        bed.WaitForProducer();
        Assert.Matches("last error +exit status \\d", bed.Agent(0, "status"));
    }

    [Fact]
    public void Wrong_settings_are_named_by_status()
    {
        using var bed = new ServiceBed();
        File.AppendAllText(Path.Combine(ServiceBed.Data, "agent.ini"), "priority=sometimes\n");
        bed.Agent(0, "install");
        Eventually.True(() => ServiceBed.Report("problem").Length > 0, ServiceBed.Patience, () => ServiceBed.ServiceLog);
        Assert.Matches("exit status 8 \\(settings\\): ORL410.*os:priority = 'sometimes'", ServiceBed.Report("problem"));
        Assert.Matches("(?s)waiting to start again.*last error.*sometimes", bed.Agent(4, "status"));
        Assert.Contains("error ORL410", ServiceBed.CaptureLog, StringComparison.Ordinal);
        Assert.Contains("next start in 60 s", ServiceBed.ServiceLog, StringComparison.Ordinal);
    }

    [Fact]
    public void Installing_again_stops_the_running_one_first()
    {
        using var bed = new ServiceBed();
        bed.Agent(0, "install");
        var process = ServiceBed.WaitForCapture();
        Assert.Contains("the running service was stopped", bed.Agent(0, "install"), StringComparison.Ordinal);
        ServiceBed.WaitForCapture(process);
    }

    [Fact]
    public void A_stop_by_the_service_manager_ends_the_capture_in_order()
    {
        using var bed = new ServiceBed();
        bed.Agent(0, "install");
        ServiceBed.WaitForCapture();
        Assert.Equal(0, bed.Run("net", "stop", "OrielAgent").Status);
        Eventually.True(() => ServiceBed.Report("phase") == "Stopped", ServiceBed.Patience, () => ServiceBed.ServiceLog);
        Assert.Contains("ended as told, exit status 0", ServiceBed.ServiceLog, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_is_written_with_what_there_is()
    {
        using var bed = new ServiceBed();
        bed.Agent(0, "install");
        ServiceBed.WaitForCapture();
        var file = WineHome.Folder.File("bundle.zip");
        bed.Agent(0, "bundle", WineHome.WindowsPath(file));
        using var zip = ZipFile.OpenRead(file);
        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }

        Assert.Superset(
            new HashSet<string>(["system.txt", "status.txt", "graphics.txt", "ivshmem.txt", "outputs.txt", "events.txt", "settings-0.ini", "logs/agent.log", "logs/service.log"]),
            zip.Entries.Select(e => e.FullName).ToHashSet());
        Assert.Matches("agent +0\\.[0-9]", Text("system.txt"));
        Assert.Matches("service +Running", Text("status.txt"));
        Assert.Contains("no IVSHMEM device", Text("ivshmem.txt"), StringComparison.Ordinal);
        Assert.Contains("DISPLAY1", Text("outputs.txt"), StringComparison.Ordinal);
        Assert.Contains("capture=gdi", Text("settings-0.ini"), StringComparison.Ordinal);
        Assert.Contains("capture process", Text("logs/service.log"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_command_is_not_for_people()
    {
        using var bed = new ServiceBed();
        Assert.Contains("ORL432", bed.Agent(9, "service"), StringComparison.Ordinal);
    }
}
