using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Oriel.Spice.Tests.Link;

/// <summary>A look at an address tells a SPICE server from silence and from strangers. (A real server's channels are listed in Oriel.Vm.Tests.)</summary>
public sealed class SpiceServerLookTests
{
    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var facts = await SpiceServerLook.AskAsync(new SpiceOptions { Port = port }, listChannels: false, TestContext.Current.CancellationToken);
        Assert.Equal((SpiceFailure.Unreachable, $"nothing listens at 127.0.0.1:{port}"), (facts.Failure, facts.Detail));
    }

    [Fact]
    public async Task Another_program_is_named_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
                await client.GetStream().ReadExactlyAsync(new byte[16], TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), TestContext.Current.CancellationToken);
                _ = await client.GetStream().ReadAsync(new byte[256], TestContext.Current.CancellationToken);
            },
            TestContext.Current.CancellationToken);
        var facts = await SpiceServerLook.AskAsync(new SpiceOptions { Port = port }, listChannels: true, TestContext.Current.CancellationToken);
        Assert.Equal(SpiceFailure.NotSpice, facts.Failure);
        Assert.Contains("48545450", facts.Detail, StringComparison.Ordinal);
        listener.Stop();
    }

    [Fact]
    public async Task Silence_ends_at_the_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var facts = await SpiceServerLook.AskAsync(new SpiceOptions { Port = port, LinkTimeout = TimeSpan.FromMilliseconds(200) }, listChannels: false, TestContext.Current.CancellationToken);
        Assert.Equal(SpiceFailure.TimedOut, facts.Failure);
    }
}
