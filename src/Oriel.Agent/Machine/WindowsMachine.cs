using System.Globalization;
using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;
using Oriel.Interop.Windows.Machine;
using Oriel.Protocol.Kvmfr;

namespace Oriel.Agent.Machine;

/// <summary>A Windows machine, read from its registry, its firmware table and the kernel.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsMachine : IMachine
{
    private const byte WindowsKind = 3;
    private const string UnknownUuid = "00000000000000000000000000000000";
    private const string VersionKey = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
    private const string ProcessorKey = @"HARDWARE\DESCRIPTION\System\CentralProcessor\0";
    private const string DisplayClassKey = @"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}";
    private const int MostAdapters = 64;

    /// <inheritdoc/>
    public VmInfo ReadVm(string capture)
    {
        var counts = ProcessorCounts.Read();
        var threads = counts.Threads > 0 ? counts.Threads : Environment.ProcessorCount;
        var model = Text(ProcessorKey, "ProcessorNameString") ?? Text(ProcessorKey, "Identifier") ?? "unknown processor";
        return new VmInfo(
            (FirmwareTable.ReadSmbios() is { } smbios ? SmbiosTable.FindUuid(smbios) : null) ?? UnknownUuid, RecordText.Ascii(capture, 31), RecordText.Count(threads),
            RecordText.Count(counts.Cores > 0 ? counts.Cores : threads), RecordText.Count(Math.Max(counts.Sockets, 1)), RecordText.Ascii(model.Trim(), 127));
    }

    /// <inheritdoc/>
    public OsInfo ReadOs() => new(WindowsKind, RecordText.Ascii(
        WindowsNames.System(Text(VersionKey, "ProductName"), Text(VersionKey, "DisplayVersion") ?? Text(VersionKey, "ReleaseId"), Text(VersionKey, "CurrentBuild"), Value(VersionKey, "UBR") as int?), 127));

    /// <inheritdoc/>
    public GpuFacts? ReadGpu()
    {
        var found = new List<GpuFacts>();
        for (var i = 0; i < MostAdapters; i++)
        {
            var key = $@"{DisplayClassKey}\{i.ToString("D4", CultureInfo.InvariantCulture)}";
            if (Text(key, "DriverDesc") is { Length: > 0 } name)
            {
                found.Add(new GpuFacts(name, Text(key, "DriverVersion") ?? ""));
            }
        }

        return WindowsNames.Choose(found);
    }

    private static string? Text(string key, string name) => Value(key, name) as string;

    private static object? Value(string key, string name)
    {
        try
        {
            using var opened = Registry.LocalMachine.OpenSubKey(key);
            return opened?.GetValue(name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException)
        {
            return null;
        }
    }
}
