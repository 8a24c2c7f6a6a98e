using System.Diagnostics;
using System.Text.Json;
using Oriel.Fuzz.Live;
using Oriel.Fuzz.Mutation;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Producer;
using Oriel.Relay.Synthetic;

namespace Oriel.EndToEnd.Tests;

/// <summary>The program as users run it, headless: attacked with the whole catalogue in one life, it ends as asked with the right picture.</summary>
[Collection("hostile")]
public sealed class HostileViewerTests
{
    private const int ViewerSeconds = 18;

    /// <summary>The viewer's time counts from its first frame; what is left after the attacks is good data.</summary>
    private static readonly TimeSpan s_attacks = TimeSpan.FromSeconds(ViewerSeconds - 3);

    [Fact]
    public void The_viewer_lives_through_the_catalogue_and_ends_with_the_right_picture()
    {
        using var file = new TempRegion();
        using var folder = new TempFolder();
        var pattern = new TestPattern(FrameType.Bgra, 320, 240, PatternDamage.Random);
        using var guest = new HostileGuest(file.Path, 16 << 20, ProducerProfile.P20, pattern);
        using var viewer = TestProcess.Start(Executables.Oriel,
            ["view", "--headless", "--no-cursor", "--region", file.Path, "--seconds", $"{ViewerSeconds}", "--screenshot", folder.File("last.png")]);

        // Nothing is published before somebody subscribed.
        Eventually.True(() => guest.Frame >= 30 || viewer.HasExited, TimeSpan.FromSeconds(30), () => $"the viewer attaches: {viewer.Output}");
        var attacked = AttackWithEverything(guest);

        var status = viewer.WaitForExit(TimeSpan.FromSeconds(ViewerSeconds + 30));
        Assert.SkipWhen(status == 6, $"no EGL here: {viewer.Output}");
        Assert.True(status == 0, $"oriel view ended with {status} after {attacked} attacks:\n{viewer.Output}");
        Assert.True(guest.Failure is null, $"the guest's own producer died: {guest.Failure}");

        using var figures = JsonDocument.Parse(viewer.Output.Split('\n').Last(l => l.StartsWith("{\"frames\"", StringComparison.Ordinal)));
        Assert.Equal("Live", figures.RootElement.GetProperty("state").GetString());
        Assert.True(figures.RootElement.GetProperty("drops").GetProperty("rejected").GetInt64() > 0, "nothing was refused: it was hardly attacked");
        var picture = PngReader.Load(folder.File("last.png"));
        Assert.Equal(((int)pattern.Width, (int)pattern.Height), (picture.Width, picture.Height));
        var check = new PatternVerifier().Verify(FrameType.Rgb24, pattern.Width, pattern.Height, pattern.Height, picture.Rgb, pattern.Width * 3);
        Assert.True(check.Ok, check.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine($"{attacked} attacks; {figures.RootElement.GetProperty("drops")}");
    }

    private static int Rounds(Pace pace) => pace switch
    {
        Pace.Tight => 200,
        Pace.Milliseconds => 10,
        _ => 1,
    };

    private static int AttackWithEverything(HostileGuest guest)
    {
        var order = Corruptions.All.ToArray();
        new Random(20260815).Shuffle(order);
        var started = Stopwatch.GetTimestamp();
        var attacked = 0;
        for (; attacked < order.Length && Stopwatch.GetElapsedTime(started) < s_attacks; attacked++)
        {
            var corruption = order[attacked];
            RegionMap? map = null;
            Eventually.True(() => (map = RegionMap.Read(guest.Attacker)) is { Frames.Count: > 0, Cursors.Count: > 0 }, TimeSpan.FromSeconds(5), "the guest publishes");
            if (corruption.AppliesTo?.Invoke(map!) == false)
            {
                continue;
            }

            using (var attack = Attack.Start(guest.Attacker, corruption.Prepare(map!), corruption.Pace))
            {
                Eventually.True(() => attack.Done >= Rounds(corruption.Pace), TimeSpan.FromSeconds(20), $"{corruption.Name} runs");
                attack.Stop();
                attack.Undo();
            }

            guest.Restart();
        }

        return attacked;
    }
}
