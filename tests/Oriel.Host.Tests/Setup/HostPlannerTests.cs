using Oriel.Host.Setup;
using Oriel.Host.Setup.Steps;
using Oriel.Host.Systems;
using Oriel.Testing;

namespace Oriel.Host.Tests.Setup;

/// <summary>What the host needs is found out by looking, and what is there is not done again.</summary>
public sealed class HostPlannerTests : IDisposable
{
    private const ulong Bytes = 128 << 20;
    private static readonly PlannedMemory s_plain = new(MemoryKind.Plain, "oriel", "/dev/shm/oriel", "", Bytes);
    private static readonly PlannedMemory s_kvmfr = new(MemoryKind.Kvmfr, "kvmfr0", "/dev/kvmfr0", "", Bytes);
    private static readonly PlannedMemory s_rung = new(MemoryKind.Doorbell, "win11", "", "/run/oriel/win11.sock", Bytes);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plain_file_of_the_system_gets_a_line_of_tmpfiles_once()
    {
        Put("/usr/bin/systemd-tmpfiles", "");
        var step = Assert.Single(Plan(s_plain, isSystem: true).Steps);
        Assert.Equal(("tmpfiles", "/etc/tmpfiles.d/10-oriel-oriel.conf", true), (step.Id, step.File, step.NeedsRoot));
        Assert.Contains("\nf /dev/shm/oriel 0660 ana kvm -\n", step.Content, StringComparison.Ordinal);
        Assert.Equal("sudo install -D -m 644 /dev/stdin /etc/tmpfiles.d/10-oriel-oriel.conf <<'EOF'", step.ToShell()[0]);
        Assert.Equal("sudo systemd-tmpfiles --create /etc/tmpfiles.d/10-oriel-oriel.conf", step.ToShell()[^1]);
        Do(step);
        Assert.Empty(Plan(s_plain, isSystem: true).Steps);

        Assert.Empty(Plan(s_plain, isSystem: false).Steps);
    }

    [Fact]
    public void Somebody_elses_line_is_named_and_not_doubled()
    {
        Put("/usr/bin/systemd-tmpfiles", "");
        Put("/etc/tmpfiles.d/10-looking-glass.conf", "# old\nf /dev/shm/oriel 0600 bob kvm -\n");
        var plan = Plan(s_plain, isSystem: true);
        Assert.Empty(plan.Steps);
        Assert.Contains("10-looking-glass.conf", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Put("/etc/tmpfiles.d/10-looking-glass.conf", "f\t/dev/shm/oriel\t0660\tana\tkvm\t-\n");
        Assert.Empty(Plan(s_plain, isSystem: true).Notes);
    }

    [Fact]
    public void A_file_of_another_size_is_removed_but_not_under_a_running_machine()
    {
        var paths = """ "/dev/shm/oriel": { "mode": "660", "uid": 1001, "bytes": 67108864, "canWrite": true } """;
        Assert.Equal(["rm /dev/shm/oriel"], Assert.Single(Plan(s_plain, paths: paths).Steps).ToShell());
        var running = Plan(s_plain, paths: paths, isRunning: true);
        Assert.Empty(running.Steps);
        Assert.Contains("64 MiB", Assert.Single(running.Notes), StringComparison.Ordinal);
        Assert.Empty(Plan(s_plain with { Bytes = 64 << 20 }, paths: paths).Steps);
    }

    [Fact]
    public void A_doorbell_server_of_the_user_gets_size_and_unit_once()
    {
        Assert.Contains("oriel serve win11:128M", Assert.Single(Plan(s_rung).Notes), StringComparison.Ordinal);
        Put("/usr/lib/systemd/user/oriel-serve@.socket", "[Socket]\n");
        var steps = Plan(s_rung).Steps;
        Assert.Equal(["serve-config", "serve-unit"], steps.Select(step => step.Id));
        Assert.All(steps, step => Assert.False(step.NeedsRoot));
        Assert.Contains("\nSIZE=128M\n", steps[0].Content, StringComparison.Ordinal);
        Assert.Equal("systemctl --user enable --now oriel-serve@win11.socket", steps[1].ToShell()[^1]);
        Do(steps[0]);
        Put("/home/ana/.config/systemd/user/sockets.target.wants/oriel-serve@win11.socket", "");
        Assert.Empty(Plan(s_rung).Steps);

        // Another size later: the user's own lines stay, and the old memory is let go.
        Put("/home/ana/.config/oriel/serve-win11.conf", "# mine\nSIZE=64M\nOPTIONS=--hugepages\n");
        var step = Assert.Single(Plan(s_rung).Steps);
        Assert.Equal("# mine\nOPTIONS=--hugepages\nSIZE=128M\n", step.Content);
        Assert.Equal("systemctl --user stop oriel-serve@win11.service", step.ToShell()[^1]);
    }

    [Fact]
    public void A_doorbell_server_of_the_system_lets_qemu_and_the_viewer_in()
    {
        Put("/etc/passwd", "root:x:0:0::/root:/bin/sh\nqemu:x:107:107::/:/sbin/nologin\nana:x:1001:1001::/home/ana:/bin/sh\n");
        Put("/usr/lib/systemd/user/oriel-serve@.socket", "[Socket]\n");
        var steps = Plan(s_rung, isSystem: true).Steps;
        Assert.Equal(["units", "serve-config", "socket-access", "serve-unit"], steps.Select(step => step.Id));
        Assert.All(steps, step => Assert.True(step.NeedsRoot));
        Assert.Contains("OPTIONS=--allow-user qemu --allow-user ana\n", steps[1].Content, StringComparison.Ordinal);
        Assert.Contains("SocketUser=ana\nSocketGroup=kvm\nSocketMode=0660\n", steps[2].Content, StringComparison.Ordinal);
        Put("/etc/systemd/system/oriel-serve@.socket", "[Socket]\n");
        Do(steps[1]);
        Do(steps[2]);
        Put("/etc/systemd/system/sockets.target.wants/oriel-serve@win11.socket", "");
        Assert.Empty(Plan(s_rung, isSystem: true).Steps);
    }

    [Fact]
    public void Kvmfr_gets_its_files_once()
    {
        Put("/sys/module/apparmor/parameters/enabled", "Y\n");
        Put("/etc/apparmor.d/abstractions/libvirt-qemu", "# rules\n");
        Put("/etc/apparmor.d/local/abstractions/libvirt-qemu", "/mine r,");
        Put("/etc/libvirt/qemu.conf", "user = \"x\"\n#cgroup_device_acl = [\n#    \"/dev/null\", \"/dev/full\",\n#    \"/dev/userfaultfd\"\n#]\n");
        var plan = Plan(s_kvmfr, isSystem: true);
        Assert.Equal(["kvmfr-size", "kvmfr-load", "kvmfr-permissions", "apparmor", "cgroup"], plan.Steps.Select(step => step.Id));
        Assert.Equal("options kvmfr static_size_mb=128\n", plan.Steps[0].Content);
        Assert.True(string.CompareOrdinal(Path.GetFileName(plan.Steps[2].File), "73-seat-late.rules") < 0);
        Assert.Equal("/mine r,\n/dev/kvmfr0 rw,\n", plan.Steps[3].Content);
        Assert.EndsWith("cgroup_device_acl = [\n    \"/dev/null\",\n    \"/dev/full\",\n    \"/dev/userfaultfd\",\n    \"/dev/kvmfr0\",\n]\n", plan.Steps[4].Content, StringComparison.Ordinal);
        Assert.Contains(plan.Notes, note => note.Contains("module is not installed", StringComparison.Ordinal));
        foreach (var step in plan.Steps)
        {
            Do(step);
        }

        Assert.Empty(Plan(s_kvmfr, isSystem: true).Steps);
    }

    [Fact]
    public void What_a_user_of_kvmfr_has_is_adapted()
    {
        Put("/etc/modprobe.d/kvmfr.conf", "# sizes\noptions kvmfr static_size_mb=64,32\n");
        Put("/etc/modules-load.d/kvmfr.conf", "kvmfr\n");
        Put("/etc/udev/rules.d/99-kvmfr.rules", "SUBSYSTEM==\"kvmfr\", OWNER=\"ana\"\n");
        Put("/etc/libvirt/qemu.conf", "cgroup_device_acl = [\n    \"/dev/null\"\n]\n");
        var steps = Plan(s_kvmfr, isSystem: true, paths: """ "/sys/module/kvmfr": { "kind": "Folder", "mode": "755" }, "/dev/kvmfr0": { "bytes": 1048576, "mode": "644" } """).Steps;
        Assert.Equal(["kvmfr-file", "kvmfr-size", "kvmfr-permissions", "cgroup"], steps.Select(step => step.Id));
        Assert.Equal("# sizes\noptions kvmfr static_size_mb=128,32\n", steps[1].Content);
        Assert.Equal(["sudo modprobe -r kvmfr", "sudo modprobe kvmfr"], steps[1].ToShell().TakeLast(2));
        Assert.Equal("cgroup_device_acl = [\n    \"/dev/kvmfr0\",\n    \"/dev/null\"\n]\n", steps[3].Content);
    }

    [Fact]
    public void What_only_root_may_read_is_said()
    {
        var plan = Plan(s_kvmfr, isSystem: true, paths: """ "/etc/libvirt/qemu.conf": { "mode": "600", "canRead": false, "missing": "Denied" } """);
        Assert.Contains(plan.Notes, note => note.Contains("qemu.conf may be read by root only", StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Steps, step => step.Id == "cgroup");
    }

    private HostPlan Plan(PlannedMemory memory, bool isSystem = false, string paths = "", bool isRunning = false)
    {
        Directory.CreateDirectory(_folder.File("files"));
        File.WriteAllText(_folder.File("system.json"), $$"""{ "user": { "name": "ana", "uid": 1001, "groups": [1001] }, "paths": { {{paths}} } }""");
        return HostPlanner.Plan(new RecordedSystem(_folder.Path), memory, new HostTarget { Viewer = "ana", Home = "/home/ana", IsSystem = isSystem, IsRunning = isRunning });
    }

    private void Put(string path, string text)
    {
        var file = $"{_folder.File("files")}{path}";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Do(HostStep step) => Put(step.File, step.Content);
}
