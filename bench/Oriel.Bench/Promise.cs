namespace Oriel.Bench;

/// <summary>One promised figure of the table: which figure shows whether it is kept.</summary>
/// <param name="What">In words.</param>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Reach">What is promised, in words.</param>
/// <param name="Command">The benchmark that measures it.</param>
/// <param name="IsKept">Looks at the figure.</param>
internal sealed record Promise(string What, string Figure, string Reach, string Command, Func<Figure, bool> IsKept)
{
    public static IReadOnlyList<Promise> All { get; } =
    [
        new("producer copy of a 4K frame into the region", "4K BGRA 3840x2160 into the region", "≥ 0.9 of the best non-temporal copy", "copy", f => f.Ratio >= 0.9),
        new("the same against glibc", "4K BGRA 3840x2160 into the region, against glibc", "≥ 1.5 ×", "copy", f => f.Value >= 1.5),
        new("consumer copy of a 4K frame out of the region", "4K BGRA 3840x2160 out of the region", "≥ 0.9 of the best non-temporal copy", "copy", f => f.Ratio >= 0.9),
        new("the same against glibc", "4K BGRA 3840x2160 out of the region, against glibc", "≥ 1.5 ×", "copy", f => f.Value >= 1.5),
        new("first byte published to last byte copied, whole 4K frame", "4K frame, first byte published to last byte copied", "≤ 1.25 × one copy", "overlap", f => f.Ratio <= 1.25),
        new("relay alone, two processes, whole 4K frames, content checked", "relay alone, two processes, whole 4K frames", "≥ 300 frames/s", "relay60", f => f.Value >= 300),
        new("managed bytes of the relay over 100,000 frames", "managed bytes of feed and producer over 100000 frames", "0", "relay", f => f.Value == 0),
        new("publish to consumer has the frame, small damage, doorbell, beyond an empty eventfd wake", "doorbell: publish to consumer has the frame, median beyond an empty wake", "p50 ≤ 30 µs", "wake", f => f.Value <= 30),
        new("", "doorbell: publish to consumer has the frame, p99 beyond an empty wake's p99", "p99 ≤ 150 µs", "wake", f => f.Value <= 150),
        new("publish to seen by adaptive poll, steady 60 Hz", "adaptive poll, 60 Hz: publish to seen, median", "≤ 150 µs", "wake", f => f.Value <= 150),
        new("", "adaptive poll, 60 Hz: feed thread", "≤ 3 % of a core", "wake", f => f.Value <= 3),
        new("idle desktop, agent", "idle agent", "≤ 0.5 % of a core", "idle", f => f.Value <= 0.5),
        new("idle desktop, viewer", "idle viewer", "≤ 0.5 % of a core", "idle", f => f.Value <= 0.5),
        new("the same with doorbells, agent", "idle agent, doorbell", "≤ 0.5 % of a core", "idle", f => f.Value <= 0.5),
        new("with doorbells, viewer", "idle viewer, doorbell", "≤ 0.5 % of a core", "idle", f => f.Value <= 0.5),
        new("its wake-ups: the feed's four looks and nothing periodic else", "idle viewer, wake-ups, doorbell", "≤ 6 a second", "idle", f => f.Value <= 6),
        new("the agent's: its heartbeat, fifty a second at rest, and nothing periodic else", "idle agent, wake-ups, doorbell", "≤ 55 a second", "idle", f => f.Value <= 55),
        new("small window moving on a 4K desktop: bytes captured per damaged byte", "bytes captured per damaged byte", "≤ 1.2 ×", "damage", f => f.Value <= 1.2),
        new("copied into the region", "bytes copied into the region per damaged byte", "≤ 1.2 ×", "damage", f => f.Value <= 1.2),
        new("copied out of the region", "bytes copied out of the region per damaged byte", "≤ 1.2 ×", "damage", f => f.Value <= 1.2),
        new("uploaded", "bytes uploaded per damaged byte", "≤ 1.2 ×", "damage", f => f.Value <= 1.2),
        new("managed bytes, agent's capture and publish, 100,000 frames", "managed bytes, agent's capture and publish", "0", "allocations", f => f.Value == 0),
        new("managed bytes, viewer's feed and render", "managed bytes, viewer's feed and render", "0", "allocations", f => f.Value == 0),
        new("collections of generation 1 and 2, agent", "collections of generation 1 and 2, agent", "0", "allocations", f => f.Value == 0),
        new("collections of generation 1 and 2, viewer", "collections of generation 1 and 2, viewer", "0", "allocations", f => f.Value == 0),
        new("guest draws to the same pixels in our window, 1080p60", "guest draws to window's pixels, p50, 1080p", "p50 ≤ 18 ms", "desktop", f => f.Value <= 18),
        new("", "guest draws to window's pixels, p99, 1080p", "p99 ≤ 30 ms", "desktop", f => f.Value <= 30),
        new("of it ours, without the GL driver", "of it ours, 1080p", "≤ 2 ms", "desktop", f => f.Value <= 2),
        new("frames shown of a 60 Hz animation, 1080p", "frames shown per second, 1080p", "≥ 60 frames/s", "desktop", f => Math.Round(f.Value) >= 60),
        new("", "processor, agent and viewer, 1080p", "≤ 107 % of a core", "desktop", f => f.Value <= 107),
        new("frames shown of a 60 Hz animation, 4K", "frames shown per second, 4K", "≥ 20 frames/s", "desktop", f => f.Value >= 20),
        new("", "processor, agent and viewer, 4K", "≤ 118 % of a core", "desktop", f => f.Value <= 118),
        new("resident memory without the region, viewer at 1080p", "resident memory of the viewer, 1080p", "≤ 180 MB", "desktop", f => f.Value <= 180),
        new("resident memory without the region, agent at 1080p", "resident memory of the agent, 1080p", "≤ 90 MB", "desktop", f => f.Value <= 90),
        new("launch to first picture", "launch to first picture", "≤ 400 ms", "process", f => f.Value <= 400),
    ];
}
