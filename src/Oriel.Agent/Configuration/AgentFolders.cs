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
}
