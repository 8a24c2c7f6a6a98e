using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Relay.Producer;

namespace Oriel.EndToEnd.Tests;

/// <summary>
/// A hostile guest gets nowhere: every attack of the catalogue against a running pair. The viewer's process stays the same, keeps talking, says what it refused where
/// something is to be refused, and shows the right picture (every pixel compared) within a second of good data returning.
/// </summary>
[Collection("hostile")]
public sealed class HostileCorruptionTests(HostilePair pair) : IClassFixture<HostilePair>
{
    public static TheoryData<string> Attacks => [.. Corruptions.All.Select(c => c.Name)];

    public static TheoryData<string> FileAttacks => [.. FileAttack.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void The_viewer_survives(string attack) => pair.Survives(Corruptions.Named(attack), ProducerProfile.P20);

    /// <summary>The same logic runs on every layout; these entries touch what differs between them.</summary>
    [Theory]
    [InlineData("p19", "ring-length-huge")]
    [InlineData("p19", "lock-held")]
    [InlineData("p19", "frame-more-rows-than-height")]
    [InlineData("p19", "frame-rows-exceed-payload")]
    [InlineData("p20m7", "user-data-size-max")]
    [InlineData("p20m7", "position-beyond")]
    [InlineData("p20m10", "ring-length-over-cap")]
    [InlineData("p20m10", "position-max")]
    [InlineData("p20m10", "count-max")]
    [InlineData("p20m10", "subscription-all-bad")]
    [InlineData("p20m10", "payload-offset-plus-size-wraps")]
    [InlineData("p34", "client-id-counter")]
    [InlineData("p34", "subscriber-id-overwritten")]
    [InlineData("p34", "lock-held")]
    [InlineData("p34", "start-max")]
    [InlineData("p34", "payload-size-max")]
    [InlineData("p34", "header-all-ones")]
    [InlineData("p34", "write-pointer-never")]
    [InlineData("p34", "cursor-height-times-pitch-wraps")]
    public void The_viewer_survives_with_every_profile(string profile, string attack) =>
        pair.Survives(Corruptions.Named(attack), ProducerProfile.All.First(p => p.Name == profile));

    [Theory]
    [MemberData(nameof(FileAttacks))]
    public void The_viewer_survives_what_happens_to_the_file(string attack)
    {
        var file = FileAttack.All.First(a => a.Name == attack);
        pair.Ready(ProducerProfile.P20);
        var pid = pair.Victim.Id;
        pair.Victim.Mark();
        file.Apply(pair.Path);
        var ticks = pair.Victim.Ticks;
        var seen = file.Expected.Kind == ExpectationKind.Survives
            ? pair.Victim.WaitFor(() => pair.Victim.Ticks >= ticks + 20, TimeSpan.FromSeconds(10))
            : pair.Victim.WaitFor(() => pair.Victim.Reported(file.Expected.States), TimeSpan.FromSeconds(10));
        var said = pair.Victim.Said();

        pair.NewGuest(ProducerProfile.P20);
        var back = pair.PictureIsBack(HostilePair.Promise);
        Assert.True(back is not null, $"no right picture within {HostilePair.Promise.TotalSeconds} s of a fresh region; said {said}; {pair.Victim.Tail()}");
        Assert.True(seen, $"expected one of {string.Join(' ', file.Expected.States)}, the viewer said: {said}");
        Assert.Equal(pid, pair.Victim.Id);
        TestContext.Current.TestOutputHelper?.WriteLine($"{attack} said: {said}; picture back after {back!.Value.TotalMilliseconds:0} ms");
    }
}
