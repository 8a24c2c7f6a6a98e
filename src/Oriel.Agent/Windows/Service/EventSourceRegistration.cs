using System.Runtime.Versioning;
using Microsoft.Win32;

namespace Oriel.Agent.Windows.Service;

/// <summary>
/// Makes the event log's texts readable. The event viewer takes the sentence around our text from a message file named in the registry. EventCreate.exe is part of every
/// Windows and has, for the numbers 1 to 1000, the sentence "%1": our text and nothing else, whatever happens to our own folder, and readable on another machine, too.
/// </summary>
internal static class EventSourceRegistration
{
    /// <summary>Name of the source, and of the service.</summary>
    public const string Source = "OrielAgent";

    private const string Key = @"SYSTEM\CurrentControlSet\Services\EventLog\Application\" + Source;
    private const string MessageFile = @"%SystemRoot%\System32\EventCreate.exe";
    private const int ErrorWarningInformation = 7;

    /// <summary>Registers it; a second time changes nothing.</summary>
    [SupportedOSPlatform("windows")]
    public static void Add()
    {
        using var key = Registry.LocalMachine.CreateSubKey(Key, writable: true);
        key.SetValue("EventMessageFile", MessageFile, RegistryValueKind.ExpandString);
        key.SetValue("TypesSupported", ErrorWarningInformation, RegistryValueKind.DWord);
        key.SetValue("CustomSource", 1, RegistryValueKind.DWord);
    }

    /// <summary>Removes it.</summary>
    [SupportedOSPlatform("windows")]
    public static void Remove() => Registry.LocalMachine.DeleteSubKeyTree(Key, throwOnMissingSubKey: false);
}
