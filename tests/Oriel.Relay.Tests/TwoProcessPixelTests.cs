using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;
using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>Producer against consumer in two real processes: every pixel of every frame, in every profile and format, and several consumers at once.</summary>
public sealed class TwoProcessPixelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Profiles => ProducerStage.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_pixel_of_every_frame_arrives(string profile)
    {
        var number = 0;
        foreach (var type in Enum.GetValues<FrameType>().Where(t => t != FrameType.Invalid && (profile != "p19" || t <= FrameType.Rgba16F)))
        {
            // The modes take turns, so that each meets each format in some profile; widths are odd on purpose.
            var mode = (PatternDamage)((number++ + ProducerProfile.All.ToList().FindIndex(p => p.Name == profile)) % 5);
            using var programs = new TwoProcessPrograms();
            var producer = programs.Producer(
                "--create", "16M", "--size", "253x141", "--rate", "0", "--profile", profile, "--format", type.ToString().ToLowerInvariant(),
                "--damage", mode.ToString().ToLowerInvariant(), "--cursor", "cycle");
            var consumer = programs.Consumer("--verify", "--all", "--frames", "400", "--seconds", "40", "--quiet");
            var status = consumer.WaitForExit(s_patience);
            var end = TwoProcessPrograms.Last(consumer, "end");
            Assert.True(status == 0, $"{profile} {type} {mode}: exit status {status}\n{consumer.Output}");
            Assert.Equal(0, TwoProcessPrograms.Number(end, "wrong"));
            Assert.Equal(0, TwoProcessPrograms.Number(end, "rejects"));
            Assert.Equal(0, TwoProcessPrograms.Number(end, "missed"));
            Assert.Equal(1, TwoProcessPrograms.Number(end, "sessions"));
            Assert.Equal(0, producer.Stop());
        }
    }

    [Theory]
    [InlineData("p20")]
    [InlineData("p34")]
    public void Several_consumers_get_the_same_frames(string profile)
    {
        using var programs = new TwoProcessPrograms();
        var producer = programs.Producer("--create", "16M", "--size", "320x200", "--rate", "120", "--damage", "random", "--profile", profile);
        var consumers = Enumerable.Range(0, 4).Select(_ => programs.Consumer("--verify", "--all", "--frames", "200", "--seconds", "40", "--quiet")).ToList();
        foreach (var consumer in consumers)
        {
            Assert.True(consumer.WaitForExit(s_patience) == 0, consumer.Output);
            Assert.Equal(0, TwoProcessPrograms.Number(TwoProcessPrograms.Last(consumer, "end"), "wrong"));
        }

        Assert.Equal(0, producer.Stop());
        var end = TwoProcessPrograms.Last(producer, "end");
        Assert.True(TwoProcessPrograms.Number(end, "sessions") == 1, producer.Output);
        Assert.True(TwoProcessPrograms.Number(end, "allocatedBytes") == 0, producer.Output);
    }

    [Fact]
    public void The_producer_ends_in_order_and_takes_its_file_with_it()
    {
        foreach (var signal in (Signal[])[Signal.Terminate, Signal.Interrupt])
        {
            using var programs = new TwoProcessPrograms();
            var producer = programs.Producer("--create", "8M", "--size", "64x48");
            Assert.True(File.Exists(programs.Path));
            producer.Send(signal);
            Assert.Equal(0, producer.WaitForExit(TimeSpan.FromSeconds(10)));
            Assert.False(File.Exists(programs.Path));
            Assert.Equal(0, TwoProcessPrograms.Number(TwoProcessPrograms.Last(producer, "end"), "frames"));
        }
    }

    [Fact]
    public void The_producer_ends_after_the_frames_asked_for()
    {
        using var programs = new TwoProcessPrograms();
        var producer = programs.Producer("--create", "8M", "--size", "64x48", "--frames", "50", "--rate", "0");
        var consumer = programs.Consumer("--verify", "--all", "--frames", "50", "--seconds", "40", "--quiet");
        Assert.Equal(0, producer.WaitForExit(s_patience));
        Assert.Equal(0, consumer.WaitForExit(s_patience));
        Assert.Equal(50, TwoProcessPrograms.Number(TwoProcessPrograms.Last(producer, "end"), "frames"));
    }
}
