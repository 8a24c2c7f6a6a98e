using System.Diagnostics;

namespace Oriel.Relay.Tests.Consumer;

/// <summary>A guest's clock in this process: the system's, shifted and running at another speed.</summary>
internal sealed class ShiftedClock(long shiftNs, int slowerPpm) : TimeProvider
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Of(Stopwatch.GetTimestamp());

    /// <summary>When on the host's clock it shows something, to the nanosecond or two.</summary>
    public long HostOf(long guestNs)
    {
        var hostNs = guestNs - shiftNs;
        for (var i = 0; i < 4; i++)
        {
            hostNs += guestNs - Of(hostNs);
        }

        return hostNs;
    }

    /// <summary>What it shows at a moment of the host's clock.</summary>
    public long Of(long hostNs) => hostNs + shiftNs - ((hostNs - _start) / 1_000_000 * slowerPpm) - ((hostNs - _start) % 1_000_000 * slowerPpm / 1_000_000);
}
