using Oriel.Fuzz.Mutation;
using Oriel.Relay.Consumer;
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

    [Theory]
    [MemberData(nameof(Attacks))]
    public void The_viewer_survives(string attack) => pair.Survives(Corruptions.Named(attack), ProducerProfile.P20);

    /// <summary>The measure of all these tests can fail: one wrong byte in a picture is noticed, and so is a picture that does not move.</summary>
    [Fact]
    public void A_false_picture_is_told_from_a_right_one()
    {
        pair.Ready(ProducerProfile.P20);
        pair.Guest.Lies = true;
        Assert.True(pair.Victim.WaitFor(() => pair.Victim.GoodRun == 0, TimeSpan.FromSeconds(10)), "one wrong byte makes a wrong picture");
        Assert.Null(pair.PictureIsBack(TimeSpan.FromMilliseconds(300)));
        pair.Guest.Lies = false;
        Assert.NotNull(pair.PictureIsBack(HostilePair.Promise));
    }

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

    /// <summary>A frame refused now and then is a counter; a picture that is refused for good is said in words, with the numbers.</summary>
    [Theory]
    [InlineData("frame-type-99", "FrameType: saw 99 ")]
    [InlineData("pitch-below-row", "FramePitch: saw 16 ")]
    [InlineData("write-pointer-never", "WritePointerStalled: saw 0 ")]
    [InlineData("ring-length-zero", "RingSize: saw 0 ")]
    [InlineData("user-data-size-max", "UserDataSize: saw 4294967295 ")]
    [InlineData("queue-count-max", "QueueCount: saw 4294967295 ")]
    [InlineData("position-beyond", "RingIndex: saw 1000 ")]
    public void What_is_refused_for_good_is_said_in_words(string attack, string words)
    {
        var corruption = Corruptions.Named(attack);
        pair.Survives(
            corruption with { Expected = Expectation.Reports(RelayState.SessionRefused) },
            ProducerProfile.P20,
            () => pair.Victim.WaitFor(() => pair.Victim.Words.Contains(words, StringComparison.Ordinal), TimeSpan.FromSeconds(5)));
    }
}
