using System.Diagnostics;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Session;

/// <summary>The session against a real SPICE server without a guest.</summary>
public sealed class RealServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_main_and_inputs_and_types(bool tcp)
    {
        using var peer = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { Tcp = tcp, Name = "Büro", Uuid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") });
        await using var rig = new SessionRig(SessionRig.For(peer)).StartReady();

        var status = rig.Until(s => s is { Name: not null, Uuid: not null } && s.Channels.Contains((ChannelType.Inputs, (byte)0)), "name, UUID, inputs");
        Assert.Equal("Büro", status.Name);
        Assert.Equal(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), status.Uuid);
        Assert.Equal(("", null), (status.Detail, status.Failure));
        Assert.Contains((ChannelType.Main, (byte)0), status.Channels);

        rig.Session.Inputs.KeyDown(new PcKey(0x1E));
        rig.Session.Inputs.KeyUp(new PcKey(0x1E));
        rig.Session.Inputs.KeyDown(new PcKey(0xE04B));
        rig.Session.Inputs.KeyUp(new PcKey(0xE04B));
        rig.Session.Inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0xE053)]);
        byte[] expected = [0x1E, 0x9E, 0xE0, 0x4B, 0xE0, 0xCB, 0x1D, 0x38, 0xE0, 0x53, 0xE0, 0xD3, 0xB8, 0x9D];
        Eventually.True(() => peer.KeyBytes.Length >= expected.Length, SessionRig.Patience, "the keys arrive");
        Assert.Equal(expected, peer.KeyBytes);
    }
}
