namespace Oriel.Testing;

/// <summary>
/// libvirt's daemons for one test: an unprivileged instance with sockets, machines and configuration below a folder of its own, so that nothing of the user's own libvirt is seen or touched. As root it
/// runs as "nobody", because libvirt's session instance is for ordinary users.
/// </summary>
public sealed class PrivateLibvirt : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();
    private readonly List<TestProcess> _daemons = [];

    private PrivateLibvirt()
    {
        foreach (var folder in (string[])["run", "config", "cache", "data"])
        {
            Directory.CreateDirectory(_folder.File(folder), (UnixFileMode)0b111_000_000);
        }

        if (IsRoot)
        {
            TestProcess.Run("chown", ["-R", "nobody", _folder.Path]);
        }
    }

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Obstacle =>
        ((string[])["virsh", "libvirtd", "virtlogd", "qemu-system-x86_64", .. IsRoot ? (string[])["setpriv"] : []]).FirstOrDefault(program => Find(program) is null) is { } missing
            ? $"{missing} is not installed (packages libvirt-daemon, libvirt-clients, qemu-system-x86, util-linux)"
            : null;

    /// <summary>For <c>virsh -c</c> and <c>--connect</c>.</summary>
    public string Uri => $"qemu:///session?socket={_folder.File("run/libvirt/libvirt-sock")}";

    /// <summary>Starts the daemons.</summary>
    public static PrivateLibvirt Start()
    {
        var self = new PrivateLibvirt();
        try
        {
            self.Run("virtlogd", "run/libvirt/virtlogd-sock");
            self.Run("libvirtd", "run/libvirt/libvirt-sock");
            return self;
        }
        catch
        {
            self.Dispose();
            throw;
        }
    }

    /// <summary>Runs virsh and returns what it printed; fails when it fails.</summary>
    public string Virsh(params IEnumerable<string> arguments) => TestProcess.Run("virsh", ["-c", Uri, .. arguments], limit: s_limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The machines first: they outlive the daemon.
        try
        {
            if (_daemons.TrueForAll(one => !one.HasExited) && _daemons.Count == 2)
            {
                foreach (var name in Virsh("list", "--name").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    Virsh("destroy", "--domain", name);
                }
            }
        }
        finally
        {
            _daemons.Reverse();
            _daemons.ForEach(one => one.Stop());
            _daemons.ForEach(one => one.Dispose());
            _folder.Dispose();
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private void Run(string daemon, string socket)
    {
        string[] command = [.. IsRoot ? (string[])["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [], Find(daemon)!];
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = _folder.Path, ["XDG_RUNTIME_DIR"] = _folder.File("run"), ["XDG_CONFIG_HOME"] = _folder.File("config"),
            ["XDG_CACHE_HOME"] = _folder.File("cache"), ["XDG_DATA_HOME"] = _folder.File("data"), ["XDG_STATE_HOME"] = _folder.File("data"), ["DISPLAY"] = null,
        };
        var process = TestProcess.Start(command[0], command[1..], environment, "/");
        _daemons.Add(process);
        Eventually.True(() => process.HasExited || Path.Exists(_folder.File(socket)), s_limit, () => $"a socket of {daemon}\n{process.Output}");
        if (process.HasExited)
        {
            throw new InvalidOperationException($"{daemon} ended:\n{process.Output}");
        }
    }
}
