namespace Oriel.Relay.Tests;

/// <summary>
/// Every interleaving of one publication with one consumer that goes to sleep, on a processor that keeps stores in a buffer for a while (x86-64 does): nowhere does the consumer sleep
/// on a message that nobody rings for. The same search finds the lost ring when the fence is left out or the consumer looks before it arms, so it can fail.
/// </summary>
public sealed class WakeInterleavingTests
{
    [Fact]
    public void Arm_then_look_against_post_fence_then_ring_loses_nothing() => Assert.Empty(Lost(hasFence: true, armsFirst: true));

    [Fact]
    public void Without_the_fence_a_ring_can_be_lost() => Assert.NotEmpty(Lost(hasFence: false, armsFirst: true));

    [Fact]
    public void Looking_before_arming_can_lose_a_ring() => Assert.NotEmpty(Lost(hasFence: true, armsFirst: false));

    private static List<State> Lost(bool hasFence, bool armsFirst)
    {
        var seen = new HashSet<State>();
        var open = new Stack<State>([default]);
        var lost = new List<State>();
        while (open.TryPop(out var state))
        {
            if (!seen.Add(state))
            {
                continue;
            }

            var before = open.Count;
            foreach (var next in Producer(state, hasFence).Concat(Consumer(state, armsFirst)))
            {
                open.Push(next);
            }

            if (open.Count == before && state is { IsAsleep: true, IsRung: false })
            {
                lost.Add(state);
            }
        }

        return lost;
    }

    private static IEnumerable<State> Producer(State s, bool hasFence)
    {
        // The buffered store becomes visible at any time.
        if (s.IsBuffered)
        {
            yield return s with { IsBuffered = false, IsPosted = true };
        }

        switch (s.ProducerAt)
        {
            case 0:
                yield return s with { ProducerAt = 1, IsBuffered = true };
                break;
            case 1 when !hasFence || !s.IsBuffered:
                yield return s with { ProducerAt = 2 };
                break;
            case 2:
                yield return s.IsArmed ? s with { ProducerAt = 3 } : s with { ProducerAt = 9 };
                break;
            case 3:
                // The exchange is a fence by itself: what was buffered is out before it.
                if (!s.IsBuffered)
                {
                    yield return s.IsArmed ? s with { ProducerAt = 4, IsArmed = false } : s with { ProducerAt = 9 };
                }

                break;
            case 4:
                yield return s with { ProducerAt = 9, IsRung = true };
                break;
            default:
                break;
        }
    }

    private static IEnumerable<State> Consumer(State s, bool armsFirst)
    {
        switch (s.ConsumerAt)
        {
            case 0:
                yield return armsFirst ? s with { ConsumerAt = 1, IsArmed = true } : Look(s, 1);
                break;
            case 1:
                yield return armsFirst ? Look(s, 2) : s with { ConsumerAt = 2, IsArmed = true };
                break;
            case 2:
                yield return s with { ConsumerAt = 3, IsAsleep = true };
                break;
            case 3 when s.IsRung:
                yield return s with { ConsumerAt = 9, IsAsleep = false, IsRung = false };
                break;
            default:
                break;
        }
    }

    private static State Look(State s, int next) => s.IsPosted ? s with { ConsumerAt = 9 } : s with { ConsumerAt = next };

    private readonly record struct State(int ProducerAt, int ConsumerAt, bool IsBuffered, bool IsPosted, bool IsArmed, bool IsRung, bool IsAsleep);
}
