using Oriel.Protocol;
using Oriel.Relay.Consumer;
using static Oriel.Fuzz.Mutation.Stores;

namespace Oriel.Fuzz.Mutation;

/// <summary>Header, user data and heartbeat (lgmp.md sections 4.1 and 5, kvmfr.md section 2).</summary>
public static partial class Corruptions
{
    private static readonly RelayState[] s_noSession =
        [RelayState.NoProducer, RelayState.ProducerSilent, RelayState.SessionRefused, RelayState.VersionMismatch, RelayState.WaitingForQueues];

    // Whatever the viewer was doing, these make it look at the header again: that is what a guest does that starts a bad program.
    private static Corruption Header(string name, Expectation expected, Func<RegionMap, int, IEnumerable<Patch>> build) =>
        Undo(name, expected, (m, round) => [.. build(m, round), m.NewSession()]) with
        {
            // Where the picture has to go on, the producer must be able to begin a session of its own, should it have to: stored again and again, our id would fight with its.
            Pace = expected.Kind == ExpectationKind.KeepsGoing ? Pace.Once : Pace.Milliseconds,
        };

    private static IEnumerable<Corruption> Session()
    {
        yield return Header("magic-zero", Expectation.Reports(RelayState.NoProducer), (m, _) => [m.Header(m.Layout.MagicOffset, 0)]);
        yield return Header("magic-random", Expectation.Reports(RelayState.NoProducer), (m, _) => [m.Header(m.Layout.MagicOffset, 0xDEADBEEF)]);
        yield return Header("magic-byte-swapped", Expectation.Reports(RelayState.NoProducer), (m, _) => [m.Header(m.Layout.MagicOffset, 0x4C474D50)]);
        yield return Header("magic-flapping", Expectation.Survives, (m, r) => [m.Header(m.Layout.MagicOffset, Flip(r, 0, 0x504D474C))]);
        yield return Header("lgmp-version-unknown", Expectation.Reports(RelayState.VersionMismatch), (m, _) => [m.Header(m.Layout.VersionOffset, 99)]);
        yield return Header("lgmp-version-zero", Expectation.Reports(RelayState.VersionMismatch), (m, _) => [m.Header(m.Layout.VersionOffset, 0)]);
        yield return Header("lgmp-version-max", Expectation.Reports(RelayState.VersionMismatch), (m, _) => [m.Header(m.Layout.VersionOffset, uint.MaxValue)]);
        yield return Header("lgmp-version-of-another-layout", Expectation.Refuses([.. s_sessionCodes]).Or(s_noSession),
            (m, _) => [m.Header(m.Layout.VersionOffset, m.Layout.MagicOffset == 0 ? m.Layout.Version == 7 ? 6u : 7u : m.Layout.Version == 10 ? 12u : 10u)]);
        yield return Header("second-magic-of-v12", Expectation.KeepsGoing, (m, _) => [new(9664, 0x504D474C, 4), new(9668, 12, 4)]) with
        {
            // Layout C keeps its rings there: a stale magic is a legal state of a v6 or v7 region only.
            AppliesTo = m => m.Layout.MagicOffset == 0,
        };
        yield return Undo("session-id-zero", Expectation.KeepsGoing, (m, _) => [m.Header(m.Layout.SessionIdOffset, 0)]) with { Pace = Pace.Once };
        yield return Undo("session-id-flapping", Expectation.Survives, (m, r) => [m.Header(m.Layout.SessionIdOffset, (uint)(r * 77) + 1)]);
        // The producer sees a word it never changes changed and begins anew within a tick; only a viewer that looks in between has something to report.
        yield return Header("queue-count-zero", Expectation.Survives, (m, _) => [m.Header(m.Layout.QueueCountOffset, 0)]);
        yield return Header("queue-count-over-capacity", Expectation.Refuses(RejectCode.QueueCount).Or(RelayState.SessionRefused),
            (m, _) => [m.Header(m.Layout.QueueCountOffset, (uint)m.Layout.MaxQueues + 1)]);
        yield return Header("queue-count-max", Expectation.Refuses(RejectCode.QueueCount).Or(RelayState.SessionRefused),
            (m, _) => [m.Header(m.Layout.QueueCountOffset, uint.MaxValue)]);
        yield return Header("queue-count-flapping", Expectation.Survives, (m, r) => [m.Header(m.Layout.QueueCountOffset, Flip(r, 2, uint.MaxValue))]);
        foreach (var (name, size) in new[] { ("zero", 0u), ("short", 47u), ("max", uint.MaxValue), ("negative", 0x80000000u), ("over-cap", 0x00100000u) })
        {
            yield return Header($"user-data-size-{name}", Expectation.Refuses(RejectCode.UserDataSize).Or(RelayState.SessionRefused),
                (m, _) => [m.Header(m.Layout.UserDataSizeOffset, size)]);
        }

        yield return Header("user-data-size-just-the-fixed-part", Expectation.KeepsGoing, (m, _) => [m.Header(m.Layout.UserDataSizeOffset, 48)]);
        yield return Header("user-data-size-flapping", Expectation.Survives, (m, r) => [m.Header(m.Layout.UserDataSizeOffset, Flip(r, 64, uint.MaxValue))]);
        yield return Header("kvmfr-magic-bad", Expectation.Refuses(RejectCode.KvmfrMagic).Or(RelayState.SessionRefused), (m, _) => [m.UserData(0, 0x58585858)]);
        foreach (var version in new uint[] { 0, 1, 18, 35, 999, uint.MaxValue })
        {
            yield return Header($"kvmfr-version-{version}", Expectation.Reports(RelayState.VersionMismatch), (m, _) => [m.UserData(8, version)]);
        }

        yield return Header("kvmfr-version-of-another-header", Expectation.Survives, (m, _) => [m.UserData(8, m.KvmfrVersion == 34 ? 20u : 34u)]);
        yield return Header("producer-text-unterminated", Expectation.KeepsGoing, (m, _) => Text(m, 0x41));
        yield return Header("producer-text-terminal-escapes", Expectation.KeepsGoing,
            (m, _) => [.. Text(m, 0x1B), m.UserData(12, 0x324A5B1B), m.UserData(16, 0x0A0D0A0D), m.UserData(20, 0xAE80E2AE)]);
        yield return Header("record-size-overflow", Expectation.KeepsGoing, (m, _) => [m.UserData(52, 0xFFFFFFF8)]);
        yield return Header("record-size-zero", Expectation.KeepsGoing, (m, _) => [m.UserData(52, 0)]);
        yield return Header("record-type-unknown", Expectation.KeepsGoing, (m, _) => [m.UserData(48, 0xEE)]);
        yield return Header("features-all", Expectation.KeepsGoing, (m, _) => [m.UserData(44, uint.MaxValue)]);
        yield return Undo("client-id-counter", Expectation.Survives, (m, r) => [m.Header(m.Layout.NextClientIdOffset, Flip(r, uint.MaxValue, 0)), m.NewSession()]) with
        {
            AppliesTo = m => m.Layout.NextClientIdOffset >= 0,
        };
    }

    /// <summary>The guest status record (docs/protocol-extensions.md section 2): whatever it says, the picture goes on.</summary>
    private static IEnumerable<Corruption> Status()
    {
        yield return Told("status-sequence-odd", (m, _) => [Status(m, 4, 0xFFFFFFFF)]);
        yield return Told("status-sequence-flapping", (m, r) => [Status(m, 4, (uint)r * 3)]);
        yield return Told("status-sequence-zero", (m, _) => [Status(m, 4, 0)]);
        yield return Told("status-magic-bad", (m, _) => [Status(m, 0, 0x58585858)]);
        yield return Told("status-all-ones", (m, _) => [.. Enumerable.Range(2, 254).Select(i => Status(m, 4 * i, uint.MaxValue))]);
        yield return Told("status-text-flapping", (m, r) => [.. Enumerable.Range(16, 208).Select(i => Status(m, 4 * i, Flip(r, 0x41414141, 0x1B1B1B1B))), Status(m, 4, 2 + (2 * (uint)r))]);
        yield return Told("status-terminal-escapes", (m, _) => [.. Enumerable.Range(16, 208).Select(i => Status(m, 4 * i, 0x324A5B1B)), Status(m, 8, 0x05050001)]);
        yield return Told("status-state-flapping", (m, r) => [Status(m, 8, 1 + ((uint)r << 16)), Status(m, 4, 2 + (2 * (uint)r))]);
    }

    private static Corruption Told(string name, Func<RegionMap, int, IEnumerable<Patch>> build) =>
        Undo(name, Expectation.KeepsGoing, build) with { AppliesTo = m => m.StatusBlock != 0 };

    private static Patch Status(RegionMap map, int at, uint value) => new(map.StatusBlock + (uint)at, value, 4);

    private static readonly RejectCode[] s_sessionCodes =
        [RejectCode.LgmpMagic, RejectCode.QueueCount, RejectCode.UserDataSize, RejectCode.KvmfrMagic, RejectCode.KvmfrVersion, RejectCode.RingSize, RejectCode.RingOffset];

    private static IEnumerable<Patch> Text(RegionMap map, byte filler) =>
        Enumerable.Range(0, 8).Select(i => map.UserData(12 + (4 * i), filler * 0x01010101u));

    private static IEnumerable<Corruption> Clock()
    {
        // The heartbeat is written every tick; only a tight loop keeps it where the attack wants it.
        yield return Stop("heartbeat-frozen", Expectation.Survives, (m, _) => [Timestamp(m, 1_000_000)]);
        yield return Stop("heartbeat-zero", Expectation.Survives, (m, _) => [Timestamp(m, 0)]);
        // A clock that runs backwards is a producer that was restarted (lgmp.md section 10, item 11): the viewer attaches anew each time it is seen.
        yield return Stop("heartbeat-backwards", Expectation.Survives, (m, r) => [Timestamp(m, 1_000_000 - (ulong)r)]);
        yield return Stop("heartbeat-max", Expectation.Survives, (m, r) => [Timestamp(m, ulong.MaxValue - (ulong)(r % 2))]);
        yield return Stop("heartbeat-random", Expectation.Survives, (m, r) => [Timestamp(m, 0x9E3779B97F4A7C15ul * (ulong)(r + 1))]);
    }

    private static Patch Timestamp(RegionMap map, ulong value) => new((ulong)map.Layout.TimestampOffset, value, 8);
}
