using Oriel.Relay.Inspection;
using Oriel.Testing;

namespace Oriel.Relay.Tests.Inspection;

/// <summary>
/// Every case of mutations.json, as far as one look at an image goes. The patched frame is the second pending frame, the patched cursor
/// the first pending one (tests/vectors/README.md).
/// </summary>
public sealed class MutationInspectionTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var mutation in Vectors.Mutations)
            {
                cases.Add(mutation.Base, mutation.Name);
            }

            return cases;
        }
    }

    [Fact]
    public void All_cases_are_there() => Assert.Equal(99, Vectors.Mutations.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_ends_as_expected(string image, string name)
    {
        var mutation = Vectors.Mutation(image, name);
        var good = RegionInspector.Inspect(Vectors.Image(image));
        var bytes = mutation.Image();
        var before = (byte[])bytes.Clone();
        var report = RegionInspector.Inspect(bytes);
        Assert.Equal(before, bytes);
        Assert.NotEmpty(InspectionJson.Write(report));
        Check(mutation, good, report, bytes);
    }

    private static void Check(VectorMutation mutation, InspectionReport good, InspectionReport report, byte[] bytes)
    {
        switch (mutation.Expect)
        {
            case "no-host":
                Assert.Equal(InspectionState.NoProducer, report.State);
                break;
            case "version-mismatch":
                Assert.Equal(InspectionState.VersionMismatch, report.State);
                break;
            case "session-lost":
                // Applied after attaching: the image itself is a good one of another session, and a second look at the first says so.
                Assert.Equal(InspectionState.Session, report.State);
                Assert.NotEqual(good.SessionId, report.SessionId);
                Assert.Equal(InspectionState.SessionLost, RegionInspector.Recheck(bytes, good).State);
                break;
            case "reject-session":
                Assert.Equal(InspectionState.SessionRefused, report.State);
                Assert.NotNull(report.Refused);
                break;
            case "reject-queue":
                Assert.Equal(InspectionState.Session, report.State);
                Assert.NotNull(Assert.Single(report.Queues!, q => q.Refused is not null).Refused);
                break;
            case "drop-message":
                CheckDropped(mutation, good, report);
                break;
            case "accept":
                Assert.Equal(new string('A', 32), report.ProducerText);
                CheckSameMessages(good, report);
                break;
            case "accept-without-records":
                Assert.Null(report.VmInfo);
                Assert.Null(report.OsInfo);
                CheckSameMessages(good, report);
                break;
            case "accept-rotation-0":
                Assert.Equal(0u, Patched(report).Rotation);
                Assert.Equal(["rotation 9 is unknown, taken as 0"], Patched(report).Notes);
                Assert.Equal(Patched(good).Sha256, Patched(report).Sha256);
                break;
            case "clip-damage":
                Assert.Equal([150u, 140u, 50u, 10u], Patched(report).DamageRects![0]);
                Assert.Equal(2, Patched(report).DamageRects!.Count);
                break;
            case "full-damage":
                Assert.Empty(Patched(report).DamageRects!);
                Assert.Null(Patched(report).Refused);
                Assert.Equal(Patched(good).Sha256, Patched(report).Sha256);
                break;
            case var detect when detect.StartsWith("detect-lgmp-", StringComparison.Ordinal):
                Assert.Equal(InspectionState.Session, report.State);
                Assert.Equal(detect["detect-lgmp-".Length..], report.LgmpVersion.ToString());
                break;
            default:
                Assert.Fail($"unknown expectation {mutation.Expect}");
                break;
        }
    }

    /// <summary>Exactly the patched message is refused, with its numbers; every other one still reads as before.</summary>
    private static void CheckDropped(VectorMutation mutation, InspectionReport good, InspectionReport report)
    {
        Assert.Equal(InspectionState.Session, report.State);
        var messages = report.Pending!;
        Assert.Equal(good.Pending!.Count, messages.Count);
        var refused = Assert.Single(messages, m => m.Refused is not null);
        Assert.NotEmpty(refused.Refused!.Reason);
        var victim = mutation.Name.StartsWith("cursor", StringComparison.Ordinal) || mutation.Why.Contains("cursor", StringComparison.Ordinal)
            ? messages.First(m => m is InspectedCursor)
            : messages.OfType<InspectedFrame>().ElementAt(1);
        Assert.Same(victim, refused);
        for (var i = 0; i < messages.Count; i++)
        {
            if (!ReferenceEquals(messages[i], refused) && messages[i] is InspectedFrame frame)
            {
                Assert.Equal(((InspectedFrame)good.Pending[i]).Sha256, frame.Sha256);
            }
        }
    }

    private static void CheckSameMessages(InspectionReport good, InspectionReport report)
    {
        Assert.Equal(InspectionState.Session, report.State);
        Assert.Equal(good.Pending!.OfType<InspectedFrame>().Select(f => f.Sha256), report.Pending!.OfType<InspectedFrame>().Select(f => f.Sha256));
        Assert.DoesNotContain(report.Pending!, m => m.Refused is not null);
    }

    private static InspectedFrame Patched(InspectionReport report) => report.Pending!.OfType<InspectedFrame>().ElementAt(1);
}
