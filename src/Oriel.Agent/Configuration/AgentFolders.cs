namespace Oriel.Agent.Configuration;

/// <summary>Where the Windows agent keeps what belongs to the machine and not to a user. The installer restricts the folder to administrators and the system.</summary>
internal static class AgentFolders
{
    /// <summary>%ProgramData%\Oriel.</summary>
    public static string Machine => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "Oriel");

    /// <summary>Settings of the machine.</summary>
    public static string MachineIni => Path.Combine(Machine, "agent.ini");

    /// <summary>Logs of service and capture process.</summary>
    public static string Logs => Path.Combine(Machine, "logs");

    /// <summary>Log of the capture process, when the service started it.</summary>
    public static string CaptureLog => Path.Combine(Logs, "agent.log");

    /// <summary>Log of the service.</summary>
    public static string ServiceLog => Path.Combine(Logs, "service.log");

    /// <summary>Why the last capture process ended, in its own words.</summary>
    public static string LastWords => Path.Combine(Logs, "last-words.txt");

    /// <summary>What the service says about itself.</summary>
    public static string ServiceReport => Path.Combine(Logs, "service-report.txt");
}
