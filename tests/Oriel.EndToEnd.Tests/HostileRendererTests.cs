using Oriel.Fuzz.Mutation;
using Oriel.Relay.Producer;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// The attacks that get past the feed because the data are legal, if odd: frames, pixels and cursors of every size and kind, through upload ring, textures and shaders. What counts is the picture read
/// back from the GPU (off-screen, software GL where there is no other).
/// </summary>
[Collection("hostile")]
public sealed class HostileRendererTests(HostileRendererTests.RenderedPair pair) : IClassFixture<HostileRendererTests.RenderedPair>
{
    public static TheoryData<string> Attacks =>
    [
        .. Corruptions.All.Where(c => c.Expected.Kind is ExpectationKind.Survives or ExpectationKind.KeepsGoing).Select(c => c.Name).Where(n => new[] { "frame-", "pitch-", "rotation-", "format-", "size-", "serial-", "header-", "double-", "write-pointer-", "damage-", "cursor-", "session-id-" }
            .Any(p => n.StartsWith(p, StringComparison.Ordinal))),
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void The_renderer_survives(string attack) => pair.Survives(Corruptions.Named(attack), ProducerProfile.P20);

    /// <summary>A pair whose victim renders.</summary>
    public sealed class RenderedPair : HostilePair
    {
        protected override bool IsRendered => true;
    }
}
