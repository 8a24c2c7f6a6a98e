using Oriel.Host.Systems;

namespace Oriel.Host.Tests;

/// <summary>A recorded machine shows what was recorded, and nothing else.</summary>
public sealed class RecordedSystemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("oriel-recorded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_paths_commands_and_probes_are_seen_and_all_else_is_absent()
    {
        Directory.CreateDirectory($"{_folder}/files/proc");
        File.WriteAllText($"{_folder}/files/proc/cmdline", "quiet iommu=pt");
        File.WriteAllText($"{_folder}/system.json", """
            {
              "user": { "name": "ana", "uid": 1001, "groups": [1001, 36] },
              "paths": {
                "/dev/shm/oriel": { "mode": "660", "uid": 64055, "gid": 36, "bytes": 67108864, "canWrite": true },
                "/dev/secret": { "kind": "CharacterDevice", "mode": "600", "canRead": false, "missing": "Denied", "why": "Permission denied" },
                "/sys/dev/driver": { "link": "../drivers/vfio-pci" },
              },
              "commands": { "virsh -c qemu:///system list": { "output": ["a", "b"] } },
              "probes": { "spice 127.0.0.1:5900": { "isOpen": true } },
              "variables": { "XDG_SESSION_TYPE": "wayland" },
            }
            """);
        var system = new RecordedSystem(_folder);
        Assert.Equal((1001u, 36u), (system.User.Uid, system.User.Groups[1]));
        Assert.Equal("quiet iommu=pt", system.Read("/proc/cmdline").Value);
        Assert.True(system.Read("/proc/none").IsAbsent);
        Assert.True(system.Read("/dev/secret").IsDenied);
        Assert.Equal(PathKind.CharacterDevice, system.Stat("/dev/secret").Value!.Kind);
        Assert.Equal((true, true), (system.Stat("/dev/shm/oriel").Value!.CanRead, system.Stat("/dev/shm/oriel").Value!.CanWrite));
        Assert.Equal(["secret", "shm"], system.List("/dev").Value!);
        Assert.Equal((UnixFileMode)0b110_110_000, system.Stat("/dev/shm/oriel").Value!.Mode);
        Assert.Equal("../drivers/vfio-pci", system.Link("/sys/dev/driver").Value);
        Assert.Equal("a\nb", system.Run("virsh", "-c", "qemu:///system", "list").Value!.Output);
        Assert.True(system.Run("virsh").IsAbsent);
        Assert.Contains("isOpen", system.Probe("spice", "127.0.0.1:5900").Value, StringComparison.Ordinal);
        Assert.True(system.Probe("spice", "127.0.0.1:5901").IsAbsent);
        Assert.Equal(("wayland", null), (system.Variable("XDG_SESSION_TYPE"), system.Variable("HOME")));
    }

    [Fact]
    public void Links_are_followed_and_a_circle_ends()
    {
        File.WriteAllText($"{_folder}/system.json", """
            {
              "paths": {
                "/sys/bus/dev": { "link": "../real/dev" },
                "/sys/real/dev/vendor": { "text": "0x1002" },
                "/a": { "link": "/b" },
                "/b": { "link": "a" },
                "/mode": { "mode": "nonsense" },
              },
            }
            """);
        var system = new RecordedSystem(_folder);
        Assert.Equal("0x1002", system.Read("/sys/bus/dev/vendor").Value);
        Assert.Equal(["vendor"], system.List("/sys/bus/dev").Value!);
        Assert.Equal(PathKind.Folder, system.Stat("/sys/bus/dev").Value!.Kind);
        Assert.Equal(Missing.Failed, system.Read("/a").Missing);
        Assert.Equal(Missing.Failed, system.Stat("/b/c").Missing);
        Assert.Equal(Missing.Failed, system.List("/a").Missing);
        Assert.Equal(UnixFileMode.None, system.Stat("/mode").Value!.Mode);
    }

    [Fact]
    public void Nothing_outside_the_recording_is_read()
    {
        var secret = Directory.CreateTempSubdirectory("oriel-secret-").FullName;
        try
        {
            File.WriteAllText($"{secret}/key", "secret");
            Directory.CreateDirectory($"{_folder}/files/etc");
            File.CreateSymbolicLink($"{_folder}/files/etc/link", $"{secret}/key");
            Directory.CreateSymbolicLink($"{_folder}/files/linked", secret);
            File.WriteAllText($"{_folder}/system.json", $$"""{ "commands": { "lspci": { "file": "{{secret}}/key" }, "lsmod": { "file": "../{{Path.GetFileName(secret)}}/key" } } }""");
            var system = new RecordedSystem(_folder);
            Assert.True(system.Read($"/../../{Path.GetFileName(secret)}/key").IsAbsent);
            Assert.True(system.Read("/etc/link").IsAbsent);
            Assert.True(system.Read("/linked/key").IsAbsent);
            Assert.Equal(Missing.Failed, system.Run("lspci").Missing);
            Assert.Equal(Missing.Failed, system.Run("lsmod").Missing);
        }
        finally
        {
            Directory.Delete(secret, recursive: true);
        }
    }
}
