using Oriel.Cli.Guest;
using Oriel.Spice;

namespace Oriel.Cli.Tests.Guest;

public sealed class GuestWordsTests
{
    private const string Keys = "Scroll Lock + Shift+R";

    public static TheoryData<SpiceFailure> Failures => [.. Enum.GetValues<SpiceFailure>()];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_server_that_was_named_and_fails_is_worth_a_sentence(SpiceFailure failure)
    {
        var note = GuestWords.Note(Failed(failure), "box:5900", isGiven: true, Keys);
        Assert.StartsWith("SPICE at box:5900: ", note, StringComparison.Ordinal);
        Assert.Matches(@"[.?]$", note);
        Assert.DoesNotContain("..", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SpiceFailure.Unreachable, false)]
    [InlineData(SpiceFailure.NotSpice, false)]
    [InlineData(SpiceFailure.WrongTicket, true)]
    [InlineData(SpiceFailure.NeedsTls, true)]
    public void A_server_that_nobody_named_is_mentioned_only_when_it_is_one(SpiceFailure failure, bool isSaid) =>
        Assert.Equal(isSaid, GuestWords.Note(Failed(failure), "127.0.0.1:5900", isGiven: false, Keys).Length > 0);

    [Fact]
    public void All_is_well_means_silence()
    {
        Assert.Empty(GuestWords.Note(new SpiceStatus { State = SpiceState.Connected }, "a", isGiven: true, Keys));
        Assert.Empty(GuestWords.Note(new SpiceStatus(), "a", isGiven: true, Keys));
        Assert.Null(GuestWords.Notice(new SpiceStatus { State = SpiceState.Connecting }, new SpiceStatus { State = SpiceState.Connected, Name = "vm" }, isGiven: true, Keys));
    }

    [Fact]
    public void Loss_takeover_and_return_are_said()
    {
        var connected = new SpiceStatus { State = SpiceState.Connected, Name = "vm" };
        var lost = connected with { State = SpiceState.Connecting, Failure = SpiceFailure.Lost };
        Assert.Contains("gone", GuestWords.Notice(connected, lost, isGiven: false, Keys), StringComparison.Ordinal);
        Assert.Contains("back", GuestWords.Notice(lost, connected, isGiven: false, Keys), StringComparison.Ordinal);
        var taken = connected with { State = SpiceState.TakenOver, Failure = SpiceFailure.Lost };
        Assert.Contains(Keys, GuestWords.Notice(connected, taken, isGiven: false, Keys), StringComparison.Ordinal);
        Assert.Contains("password", GuestWords.Notice(new SpiceStatus { State = SpiceState.Connecting }, Failed(SpiceFailure.WrongTicket), isGiven: true, Keys), StringComparison.Ordinal);
        Assert.Null(GuestWords.Notice(Failed(SpiceFailure.WrongTicket), Failed(SpiceFailure.WrongTicket), isGiven: true, Keys));
    }

    private static SpiceStatus Failed(SpiceFailure failure) => new() { State = SpiceState.Refused, Failure = failure, Detail = $"box said {failure}" };
}
