using System.Globalization;
using System.Text.RegularExpressions;
using Oriel.Testing;

namespace Oriel.Wine.Tests.Service;

/// <summary>Wine with settings that make the service capture by GDI into a file of ours. Whatever a test leaves is stopped and removed at the end.</summary>
internal sealed class ServiceBed : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public ServiceBed()
    {
        Desk = WineHome.DeskOrSkip(1024, 768);
        Region.Create(32 << 20);
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "agent.ini"), $"[app]\nshmFile={WineHome.WindowsPath(Region.Path)}\ncapture=gdi\n[os]\nverbose=yes\n");

        // Setup asks for Windows 10, which Wine says it is when told to.
        Run("reg", "add", @"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f");
    }

    public WineDesk Desk { get; }

    public TempRegion Region { get; } = new();

    /// <summary>C:\.</summary>
    public static string Drive => WineHome.Folder.File("prefix/drive_c");

    /// <summary>%ProgramData%\Oriel.</summary>
    public static string Data => Path.Combine(Drive, "ProgramData", "Oriel");

    public static string ServiceLog => Text("service.log");

    public static string CaptureLog => Text("agent.log");

    /// <summary>What the service says about itself, by name.</summary>
    public static string Report(string name) => Regex.Match(Text("service-report.txt"), $"(?m)^{name}=(.*)$", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value.Trim();

    public static int ProcessId => int.TryParse(Report("process"), CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Runs a Windows program to its end.</summary>
    public (int Status, string Output) Run(string program, params string[] arguments)
    {
        using var process = Desk.Start(program, arguments);
        return (process.WaitForExit(Patience), process.Output);
    }

    public string Agent(int expected, params string[] arguments)
    {
        var (status, output) = Desk.RunAgent(arguments);
        Assert.True(status == expected, $"status {status} instead of {expected}:\n{output}\n{ServiceLog}");
        return output;
    }

    /// <summary>Waits until a capture process other than one before runs.</summary>
    public static int WaitForCapture(int other = 0)
    {
        Eventually.True(() => Report("phase") == "Capturing" && ProcessId != 0 && ProcessId != other, Patience, () => $"no capture process:\n{ServiceLog}\n{CaptureLog}");
        return ProcessId;
    }

    /// <summary>
    /// Waits until the capture process publishes a living session into the region. No picture is asked for: Wine does not move processes between sessions, so the child of a
    /// service stays in the services' session, whose desktop its GDI may not show. Pictures are proved by the tests that start the agent in the user's session.
    /// </summary>
    public void WaitForProducer() => Eventually.True(() => Desk.RunAgent("status").Status == 0, Patience, () => $"no producer:\n{ServiceLog}\n{CaptureLog}");

    public void Dispose()
    {
        _ = Desk.RunAgent("uninstall", "--purge");
        Region.Dispose();
    }

    private static string Text(string name)
    {
        var path = Path.Combine(Data, "logs", name);
        if (!File.Exists(path))
        {
            return "";
        }

        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            // Replaced just now.
            return "";
        }
    }
}
