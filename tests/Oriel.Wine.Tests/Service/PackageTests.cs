using System.IO.Compression;
using Oriel.Testing;

namespace Oriel.Wine.Tests.Service;

/// <summary>What users download: the zip and the installer.</summary>
public sealed class PackageTests
{
    private static string? s_packed;

    [Fact]
    public void Setup_installs_in_silence_upgrades_and_removes_everything()
    {
        using var bed = new ServiceBed();
        var setup = Directory.GetFiles(PackedOrSkip(), "*-setup.exe").Single();
        var folder = Path.Combine(ServiceBed.Drive, "Program Files", "Oriel");
        Assert.Equal(0, bed.Run(setup, "/S").Status);
        var first = ServiceBed.WaitForCapture();
        bed.WaitForProducer();
        Assert.True(File.Exists(Path.Combine(folder, "uninstall.exe")));
        var entry = bed.Run("reg", "query", @"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\OrielAgent").Output;
        Assert.Contains("QuietUninstallString", entry, StringComparison.Ordinal);
        Assert.Contains("Oriel guest agent", entry, StringComparison.Ordinal);

        // Upgrade in place, while it runs.
        Assert.Equal(0, bed.Run(setup, "/S").Status);
        ServiceBed.WaitForCapture(first);
        Assert.Contains(@"Program Files\Oriel\oriel-agent.exe", bed.Agent(0, "status"), StringComparison.Ordinal);

        // NSIS's uninstaller copies itself away, so that it can remove itself, and returns before the copy is done.
        File.WriteAllText(Path.Combine(folder, "users-own.txt"), "kept");
        Assert.Equal(0, bed.Run(Path.Combine(folder, "uninstall.exe"), "/S", "/PURGE").Status);
        Eventually.True(() => !File.Exists(Path.Combine(folder, "uninstall.exe")), ServiceBed.Patience, "the uninstaller is still there");
        Assert.Contains("not installed", bed.Agent(4, "status"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(ServiceBed.Data));
        Assert.NotEqual(0, bed.Run("reg", "query", @"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\OrielAgent").Status);
        Assert.Equal(["users-own.txt"], Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Setup_takes_a_folder()
    {
        using var bed = new ServiceBed();
        var setup = Directory.GetFiles(PackedOrSkip(), "*-setup.exe").Single();
        Assert.Equal(0, bed.Run(setup, "/S", @"/D=C:\Other\Place").Status);
        var folder = Path.Combine(ServiceBed.Drive, "Other", "Place");
        Assert.True(File.Exists(Path.Combine(folder, "oriel-agent.exe")));
        Assert.Contains(@"C:\Other\Place\oriel-agent.exe", bed.Agent(0, "status"), StringComparison.Ordinal);
        Assert.Equal(0, bed.Run(Path.Combine(folder, "uninstall.exe"), "/S").Status);
        Eventually.True(() => !Directory.Exists(folder), ServiceBed.Patience, "the folder is still there");
        Assert.True(File.Exists(Path.Combine(ServiceBed.Data, "agent.ini")));
        Directory.Delete(Path.Combine(ServiceBed.Drive, "Other"), recursive: true);
    }

    [Fact]
    public void The_zip_has_what_its_list_says_and_scripts_for_Windows()
    {
        using var zip = ZipFile.OpenRead(Directory.GetFiles(PackedOrSkip(), "*.zip").Single());
        var root = zip.Entries[0].FullName;
        Assert.Matches("^oriel-agent-.*-win-x64/$", root);
        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry(root + name)!.Open());
            return reader.ReadToEnd();
        }

        var names = zip.Entries.Skip(1).Select(e => e.FullName[root.Length..]).ToList();
        Assert.Equal(names.Order(StringComparer.Ordinal), Text("files.txt").Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
        foreach (var name in (string[])["oriel-agent.exe", "oriel-agent.dll", "coreclr.dll", "install.ps1", "uninstall.ps1", "README.txt", "LICENSE.txt", "agent.sample.ini"])
        {
            Assert.Contains(name, names);
        }

        Assert.DoesNotContain(names, n => n.EndsWith(".xml", StringComparison.Ordinal) || n.EndsWith(".pdb", StringComparison.Ordinal));
        foreach (var name in names.Where(n => n.EndsWith(".ps1", StringComparison.Ordinal) || n.EndsWith(".txt", StringComparison.Ordinal)))
        {
            Assert.Equal(Text(name).ReplaceLineEndings("\r\n"), Text(name));
        }
    }

    [Fact]
    public void Packing_twice_gives_the_same_bytes()
    {
        var first = PackedOrSkip();
        using var again = new TempFolder();
        Pack(again.Path);
        foreach (var file in Directory.GetFiles(first, "oriel-agent-*.*").Where(f => f.EndsWith(".zip", StringComparison.Ordinal) || f.EndsWith(".exe", StringComparison.Ordinal)))
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(again.Path, Path.GetFileName(file)))), file);
        }
    }

    [Theory]
    [InlineData("install.ps1")]
    [InlineData("uninstall.ps1")]
    public void Scripts_are_valid_PowerShell(string name)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("pwsh"), "PowerShell (pwsh) is not installed; the scripts were not looked at");
        var script = Path.Combine(Executables.SourceTree, "packaging", "windows", name);
        var output = TestProcess.Run("pwsh",
            ["-NoProfile", "-Command", $"$e = $null; $t = $null; [void][System.Management.Automation.Language.Parser]::ParseFile('{script}', [ref]$t, [ref]$e); $e | ForEach-Object Message; \"errors: $($e.Count)\""],
            limit: ServiceBed.Patience);
        Assert.EndsWith("errors: 0", output.Trim(), StringComparison.Ordinal);
    }

    private static string PackedOrSkip()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("makensis") && TestProcess.IsInstalled("zip"), "makensis or zip is not installed (packages nsis, zip)");
        Assert.SkipWhen(WineHome.MissingReason is not null, WineHome.MissingReason ?? "");
        if (s_packed is null)
        {
            _ = WineHome.DeskOrSkip(1024, 768);
            var folder = WineHome.Folder.File("packed");
            Pack(folder);
            s_packed = folder;
        }

        return s_packed;
    }

    private static void Pack(string folder) =>
        TestProcess.Run(Path.Combine(Executables.SourceTree, "tools", "pack-windows"), [folder, Path.GetDirectoryName(WineHome.Agent)!], limit: TimeSpan.FromMinutes(5));
}
