using Oriel.Cli.Spice;

namespace Oriel.Cli.Tests.Spice;

public sealed class SpiceAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:5900")]
    [InlineData("localhost:5930", "localhost:5930")]
    [InlineData("[::1]:5901", "[::1]:5901")]
    [InlineData("[::1]", "[::1]:5900")]
    [InlineData("::1", "[::1]:5900")]
    [InlineData("tls://box.example:5901", "tls://box.example:5901")]
    [InlineData("spice://127.0.0.1:5900", "127.0.0.1:5900")]
    [InlineData("spice://127.0.0.1:5900/", "127.0.0.1:5900")]
    [InlineData("spice://127.0.0.1?tls-port=5901", "tls://127.0.0.1:5901")]
    [InlineData("spice://127.0.0.1:5900?tls-port=5901", "spice://127.0.0.1:5900?tls-port=5901")]
    [InlineData("spice://127.0.0.1?port=5902", "127.0.0.1:5902")]
    [InlineData("/run/vm/spice.sock", "/run/vm/spice.sock")]
    [InlineData("./spice.sock", "./spice.sock")]
    [InlineData("spice+unix:///run/vm/spice.sock", "/run/vm/spice.sock")]
    [InlineData("unix:/run/vm/spice.sock", "/run/vm/spice.sock")]
    public void Every_way_to_write_it(string text, string meaning)
    {
        Assert.True(SpiceAddress.TryParse(text, out var options));
        Assert.Equal(meaning, SpiceAddress.Write(options));
        Assert.True(SpiceAddress.TryParse(SpiceAddress.Write(options), out var again));
        Assert.Equal(options, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(":5900")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:59a")]
    [InlineData("host:-1")]
    [InlineData("[::1")]
    [InlineData("[]:5900")]
    [InlineData("[::1]5900")]
    [InlineData("1:2:3:host")]
    [InlineData("tls://host")]
    [InlineData("spice://host?password=secret")]
    [InlineData("spice+unix://relative")]
    [InlineData("a b")]
    public void What_is_no_address_is_refused(string text) => Assert.False(SpiceAddress.TryParse(text, out _));
}
