using Oriel.Host.Probes;

namespace Oriel.Host.Checks.Regions;

/// <summary>A check of what a living agent says about itself (docs/protocol-extensions.md section 2). The words are the agent's own, or the relay's for its states; none are made up here.</summary>
internal abstract class GuestCheck : RegionCheck
{
    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Guest;

    /// <inheritdoc/>
    public override string LooksAt => "the guest status record in the shared memory, which Oriel's agent keeps; other agents have none";

    /// <inheritdoc/>
    protected override string? Judge(RegionPlace place, CheckContext context, ICollection<Finding> findings)
    {
        if (place.Inside is not { Error: null, State: "session", Alive: true, Guest: { } guest } inside)
        {
            return null;
        }

        return Judge(place, inside, guest, findings);
    }

    /// <summary>The same for a region with a living agent that tells about itself.</summary>
    protected abstract string? Judge(RegionPlace place, RegionSight inside, GuestSight guest, ICollection<Finding> findings);

    /// <summary>What the agent itself says about its trouble, as a finding.</summary>
    protected Finding Told(RegionPlace place, GuestSight guest, string expected, params IReadOnlyList<RemedyStep> more) => About(
        place, Severity.Problem, guest.Headline ?? Title, $"the agent says: {Words(guest)}", expected,
        [.. guest.Advice is { Length: > 0 } advice ? [new RemedyStep(advice)] : (RemedyStep[])[], .. more]);

    private static string Words(GuestSight guest) => $"{(guest.Seen is { Length: > 0 } seen ? seen : guest.Headline)}{(guest.Code is { Length: > 0 } code ? $" ({code})" : "")}";
}
