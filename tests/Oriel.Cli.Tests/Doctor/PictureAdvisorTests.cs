using System.Collections.Concurrent;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Host.Checks;
using Oriel.Host.Systems;
using Oriel.Relay.Consumer;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Doctor;

/// <summary>The words of the viewer without a picture come from the doctor's checks.</summary>
public sealed class PictureAdvisorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_state_that_lasts_is_explained_by_the_worst_finding_and_a_new_state_takes_the_words_away()
    {
        var shown = new ConcurrentQueue<StatusAdvice?>();
        var folder = Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Recorded/region-session-groups");
        using var advisor = new PictureAdvisor(() => new CheckContext(new RecordedSystem(folder), new CheckOptions { Region = "/dev/shm/oriel" }), shown.Enqueue, TimeSpan.Zero);
        advisor.Follow(new RelayStatus(RelayState.NoPermission, "/dev/shm/oriel", "refused"));
        var advice = Eventually.NotNull(() => shown.LastOrDefault(), s_patience, "advice");
        Assert.Equal(RelayState.NoPermission, advice.State);
        Assert.StartsWith("The shared memory may not be opened: owner libvirt-qemu, group kvm", advice.Seen, StringComparison.Ordinal);
        Assert.Contains("log out and in again", advice.Advice, StringComparison.Ordinal);
        Assert.Contains("newgrp kvm", advice.Advice, StringComparison.Ordinal);

        advisor.Follow(new RelayStatus(RelayState.Live, "/dev/shm/oriel", ""));
        Eventually.True(() => shown.Last() is null, s_patience, "the words are gone");
    }

    [Fact]
    public void Nothing_is_looked_at_where_the_agent_explains_itself()
    {
        var looks = 0;
        using var advisor = new PictureAdvisor(
            () =>
            {
                Interlocked.Increment(ref looks);
                return new CheckContext(new LiveSystem());
            },
            _ => { },
            TimeSpan.Zero);
        advisor.Follow(new RelayStatus(RelayState.WaitingForFrame, "x", "y") { Guest = new Protocol.Kvmfr.GuestStatus { State = Protocol.Kvmfr.GuestState.NoOutput } });
        advisor.Follow(new RelayStatus(RelayState.NoRegion, "x", "y"));
        Eventually.True(() => Volatile.Read(ref looks) == 1, s_patience, "one look, for the second state");
    }

    [Fact]
    public void A_warning_that_does_not_keep_the_picture_away_gives_way_to_the_one_that_does()
    {
        var check = CheckCatalogue.All.First(one => one.Id == "D01");
        Finding Of(string id, Severity severity) => new() { Check = id, Severity = severity, Title = id, Seen = "s", Expected = "e" };
        var words = PictureAdvisor.Words(RelayState.NoProducer, [new CheckResult(check, [Of("D01", Severity.Warning), Of("D07", Severity.Warning)])]);
        Assert.Equal("D07: s", words!.Seen);
        Assert.Null(PictureAdvisor.Words(RelayState.NoProducer, [new CheckResult(check, [Of("D01", Severity.Warning)])]));
    }

    [Fact]
    public void Findings_that_are_well_say_nothing()
    {
        var check = CheckCatalogue.All.First(one => one.Id == "D01");
        Assert.Null(PictureAdvisor.Words(RelayState.NoProducer, [new CheckResult(check, [new Finding { Check = "D01", Severity = Severity.Note, Title = "t", Seen = "s" }])]));
    }
}
