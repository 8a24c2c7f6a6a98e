using System.Text.Json;
using System.Xml.Linq;
using Oriel.Cli.Serve;
using Oriel.Memory;
using Oriel.Testing;

namespace Oriel.Cli.Tests;

/// <summary><c>oriel serve</c>, the program itself, and the other commands on what it serves.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _runtime = new();
    private readonly Dictionary<string, string?> _environment;

    public ServeTests() => _environment = new() { ["XDG_RUNTIME_DIR"] = _runtime.Path, ["NOTIFY_SOCKET"] = null };

    public void Dispose() => _runtime.Dispose();

    [Fact]
    public void What_it_serves_works_with_every_command()
    {
        using var server = Serve("win", "--json");
        using var guest = TestProcess.Start(Executables.Oriel, ["pattern", "--region", "doorbell:win", "--size", "320x200"], _environment);
        guest.WaitForLine("\"event\":\"ready\".*\"region\":\"doorbell:win\"", s_limit);
        server.WaitForLine($"\"event\":\"connected\",\"machine\":\"win\",\"peer\":1,\"pid\":{guest.Id},\"uid\":{DoorbellSource.OwnUserId}", s_limit);

        // Named and found is one and the same.
        var list = Run("list", "--json", "doorbell:win");
        var entries = JsonDocument.Parse(list).RootElement.EnumerateArray().Where(e => e.GetProperty("path").GetString()!.Contains("win", StringComparison.Ordinal)).ToList();
        Assert.Equal("live", Assert.Single(entries).GetProperty("state").GetString());
        Assert.Contains(Path.Combine(_runtime.Path, "oriel/win.sock") + " ", Run("list"), StringComparison.Ordinal);
        Assert.StartsWith("doorbell:win: 64 MiB, session ", Run("inspect", "doorbell:win"), StringComparison.Ordinal);

        var png = _runtime.File("shown.png");
        Run("screenshot", png, "--region", "doorbell:win");
        var picture = PngReader.Load(png);
        Assert.Equal((320, 200), (picture.Width, picture.Height));
        Run("screenshot", png);

        Assert.Equal(0, guest.Stop());
        server.WaitForLine("\"event\":\"left\",\"machine\":\"win\",\"peer\":1,", s_limit);
        Assert.Equal(0, server.Stop());
        Assert.EndsWith("{\"event\":\"end\"}", server.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_runtime.Path, "oriel/win.sock")));
    }

    [Fact]
    public void It_says_what_qemu_and_libvirt_need()
    {
        using var server = TestProcess.Start(Executables.Oriel, ["serve", "red:2M", "blue", "--vectors", "2", "--json"], _environment);
        var ready = JsonDocument.Parse(server.WaitForLine("^{\"event\":\"ready\".*", s_limit).Value).RootElement.GetProperty("machines");
        var socket = Path.Combine(_runtime.Path, "oriel/red.sock");
        Assert.Equal(("red", socket, 2 << 20, "doorbell:red"), (Text(ready[0], "name"), Text(ready[0], "socket"), ready[0].GetProperty("bytes").GetInt32(), Text(ready[0], "region")));
        Assert.Equal(64 << 20, ready[1].GetProperty("bytes").GetInt32());
        Assert.Equal(
            ["-chardev", $"socket,id=oriel,path={socket}", "-device", "ivshmem-doorbell,chardev=oriel,vectors=2"],
            ready[0].GetProperty("qemu").EnumerateArray().Select(one => one.GetString()));
        var shmem = XElement.Parse(Text(ready[0], "libvirt"));
        Assert.Equal(("red", "ivshmem-doorbell", socket, "2"), ((string)shmem.Attribute("name")!, (string)shmem.Element("model")!.Attribute("type")!, (string)shmem.Element("server")!.Attribute("path")!, (string)shmem.Element("msi")!.Attribute("vectors")!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
        Assert.Equal(0, server.Stop());
    }

    [Fact]
    public void Libvirt_accepts_what_it_says()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("virt-xml-validate"), "virt-xml-validate is not installed (packages libvirt-clients and libxml2-utils)");
        using var server = Serve("win", "--json");
        var ready = JsonDocument.Parse(server.WaitForLine("^{\"event\":\"ready\".*", s_limit).Value).RootElement.GetProperty("machines")[0];
        var file = _runtime.File("domain.xml");
        File.WriteAllText(
            file,
            $"<domain type='qemu'><name>win</name><memory unit='MiB'>512</memory><os><type arch='x86_64'>hvm</type></os><devices>{Text(ready, "libvirt")}</devices></domain>");
        TestProcess.Run("virt-xml-validate", [file, "domain"]);
        File.WriteAllText(file, File.ReadAllText(file).Replace("ivshmem-doorbell", "ivshmem-bell", StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => TestProcess.Run("virt-xml-validate", [file, "domain"]));
    }

    [Fact]
    public void Too_few_descriptors_refuse_peers_and_nothing_else()
    {
        // The runtime of .NET alone has some hundred open.
        using var server = TestProcess.Start("/bin/sh", ["-c", "ulimit -n 160; exec \"$@\"", "sh", Executables.Oriel, "serve", "win:1M", "--max-peers", "256", "--json"], _environment);
        server.WaitForLine("\"event\":\"ready\"", s_limit);
        var socket = Path.Combine(_runtime.Path, "oriel/win.sock");
        using var first = Region.Open(socket, RegionAccess.ReadWrite);
        var crowd = new List<DescriptorSocket>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                if (DescriptorSocket.TryConnect(socket) is { } one)
                {
                    crowd.Add(one);
                }
            }

            server.WaitForLine("no descriptor left", s_limit);
        }
        catch (OrielException)
        {
            // Its queue of connections is full: that is what was wanted.
            server.WaitForLine("no descriptor left", s_limit);
        }
        finally
        {
            crowd.ForEach(one => one.Dispose());
        }

        Region? next = null;
        Eventually.True(
            () =>
            {
                try
                {
                    next = Region.Open(socket, RegionAccess.ReadWrite);
                    return true;
                }
                catch (OrielException)
                {
                    return false;
                }
            },
            s_limit,
            () => $"place for another peer\n{server.Output}");
        using (next)
        {
            Eventually.True(() => first.Doorbell!.RingDoorbell(next!.Doorbell!.PeerId, 0) && next.Doorbell.Incoming!.Wait(0), s_limit, "a ring");
        }

        Assert.Equal(0, server.Stop());
    }

    [Fact]
    public void A_socket_that_the_service_manager_opened_is_used_and_left()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("systemd-socket-activate"), "systemd-socket-activate is not installed (package systemd)");
        var socket = _runtime.File("activated.sock");
        using var server = TestProcess.Start("systemd-socket-activate", ["-l", socket, "--fdname=win", Executables.Oriel, "serve", "win:1M", "--socket", socket, "--json"], _environment);
        Eventually.True(() => Path.Exists(socket), s_limit, "the socket");

        // The first connection starts it, and waits until it is up: longer than a region's patience, perhaps.
        using var waker = Eventually.NotNull(() => DescriptorSocket.TryConnect(socket), s_limit, () => server.Output);
        server.WaitForLine("\"event\":\"ready\"", s_limit);
        using (var region = Region.Open(socket, RegionAccess.ReadWrite))
        {
            Assert.Equal(1UL << 20, region.Length);
            Eventually.True(() => !region.BackingChanged() && region.Doorbell!.IsPresent(1), s_limit, "the one that woke it");
        }

        Assert.Equal(0, server.Stop());
        Assert.True(Path.Exists(socket));
    }

    [Fact]
    public void The_service_manager_is_told_and_keeps_the_memory()
    {
        using var manager = new FakeSystemd();
        _environment["NOTIFY_SOCKET"] = manager.Path;
        using var server = Serve("win");
        Eventually.True(() => manager.Messages.Contains("READY=1") && manager.Names is ["win.m"], s_limit, () => string.Join(", ", manager.Messages.Concat(manager.Names)));
        Assert.Equal(0, server.Stop());
        Eventually.True(() => manager.Messages.Contains("STOPPING=1"), s_limit, "the word at the end");
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("serve", "win:3M")]
    [InlineData("serve", "win:512K")]
    [InlineData("serve", "win:8G")]
    [InlineData("serve", "a/b")]
    [InlineData("serve", "-x")]
    [InlineData("serve", "win", "win")]
    [InlineData("serve", "red", "blue", "--socket", "/tmp/x.sock")]
    [InlineData("serve", "win", "--vectors", "0")]
    [InlineData("serve", "win", "--max-peers", "1000")]
    [InlineData("serve", "win", "--socket-mode", "0999")]
    public void What_cannot_be_served_ends_with_status_2(params string[] arguments) => Assert.Equal(ExitCodes.Usage, CommandRunner.Run(CommandTree.Create(), arguments));

    [Fact]
    public void Users_and_groups_are_numbers_or_local_names()
    {
        var passwd = _runtime.File("passwd");
        File.WriteAllText(passwd, "root:x:0:0::/root:/bin/sh\nlibvirt-qemu:x:64055:108::/var/lib/libvirt:/usr/sbin/nologin\nbroken\n");
        Assert.Equal(64055U, AccountNames.User("libvirt-qemu", passwd));
        Assert.Equal(12U, AccountNames.User("12", passwd));
        Assert.Same(CliErrors.UnknownAccount, Assert.Throws<OrielException>(() => AccountNames.User("nobody-of-this-name", passwd)).Code);
        Assert.Equal(ExitCodes.Configuration, CommandRunner.Run(CommandTree.Create(), ["serve", "win", "--allow-group", "no-such-group-here"]));
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private TestProcess Serve(params string[] arguments)
    {
        var server = TestProcess.Start(Executables.Oriel, ["serve", .. arguments], _environment);
        server.WaitForLine("serving|\"event\":\"ready\"", s_limit);
        return server;
    }

    private string Run(params string[] arguments) => TestProcess.Run(Executables.Oriel, arguments, _environment, s_limit);
}
