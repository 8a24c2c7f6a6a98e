namespace Oriel.EndToEnd.Tests;

/// <summary>When there is no picture the window says why, and it comes back by itself.</summary>
public sealed class WindowStatusTests
{
    private const string Size = "480x360";

    [Fact]
    public void Without_a_region_it_says_so_and_waits_for_one()
    {
        using var stage = new WindowStage();

        stage.StartViewer();
        stage.WaitForTitle("Oriel: no shared memory");
        WaitForWords(stage);
        stage.Save("no-region");

        stage.Region.Create(16 << 20);
        stage.WaitForTitle("Oriel: no agent in the guest");
        stage.Save("no-agent");
        using var guest = new WindowGuest(stage.Region.Path, 480, 360);
        stage.WaitForPicture(480, 360);
        stage.WaitForTitle("Oriel");
    }

    [Fact]
    public void A_killed_agent_is_noticed_and_its_successor_shown()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using (var guest = Pattern(stage))
        {
            stage.StartViewer();
            stage.WaitForPicture(480, 360);
            guest.Send(Signal.Kill);
            stage.WaitForTitle("Oriel: the agent stopped");
            Eventually.True(() => !WindowGuest.Check(stage.Content(), 0, 0, 480, 360).Ok, WindowStage.Patience, "words in the window");
            stage.Save("stopped");
        }

        using var successor = Pattern(stage);
        stage.WaitForPicture(480, 360);
        stage.WaitForTitle("Oriel");
    }

    [Fact]
    public void A_region_that_is_deleted_and_made_again_is_found()
    {
        using var stage = new WindowStage();
        stage.Region.Create(16 << 20);
        using (new WindowGuest(stage.Region.Path, 480, 360))
        {
            stage.StartViewer();
            stage.WaitForPicture(480, 360);
        }

        stage.Region.Delete();
        stage.WaitForTitle("Oriel: no shared memory");
        stage.Region.Create(24 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 320, 200, firstFrame: 3);
        stage.WaitForPicture(320, 200);
    }

    [Fact]
    public void A_region_truncated_under_the_viewer_does_not_kill_it()
    {
        using var stage = new WindowStage();
        using (var guest = TestProcess.Start(
            Executables.Oriel, ["pattern", "--region", stage.Region.Path, "--create", "16M", "--size", Size, "--rate", "60", "--cursor", "none"]))
        {
            guest.WaitForLine("\"ready\"", WindowStage.Patience);
            stage.StartViewer();
            stage.WaitForPicture(480, 360);
            stage.Region.Truncate(4096);
            Eventually.True(() => stage.Title() != "Oriel", WindowStage.Patience, () => "a title about it\n" + stage.Log);
            Eventually.True(() => !WindowGuest.Check(stage.Content(), 0, 0, 480, 360).Ok, WindowStage.Patience, "words in the window");
            stage.Save("truncated");
        }

        stage.Region.Create(16 << 20);
        using var next = new WindowGuest(stage.Region.Path, 480, 360, firstFrame: 9);
        stage.WaitForPicture(480, 360);
    }

    private static TestProcess Pattern(WindowStage stage)
    {
        var guest = TestProcess.Start(
            Executables.Oriel, ["pattern", "--region", stage.Region.Path, "--size", Size, "--rate", "0.01", "--cursor", "none"]);
        guest.WaitForLine("\"ready\"", WindowStage.Patience);
        return guest;
    }

    // Text is light on dark: some pixels are, most are not.
    private static void WaitForWords(WindowStage stage) => Eventually.True(
        () =>
        {
            var content = stage.Content();
            var light = Enumerable.Range(0, content.Width * content.Height).Count(i => content.Rgb[(i * 3) + 1] > 128);
            return light > 200 && light < content.Width * content.Height / 4;
        },
        WindowStage.Patience,
        "words in the window");
}
