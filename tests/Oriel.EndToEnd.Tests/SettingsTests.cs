namespace Oriel.EndToEnd.Tests;

/// <summary>Settings of a real viewer in a real window: read at the start, changed over the picture with real keys, saved there, and read again.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void What_was_changed_over_the_picture_and_saved_is_there_at_the_next_start()
    {
        using var stage = new WindowStage { ReadsSettings = true };
        Directory.CreateDirectory(Path.GetDirectoryName(stage.SettingsFile)!);
        File.WriteAllText(stage.SettingsFile, "; mine\n[win]\ntitle=From the file\n");
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 320, 200);
        stage.StartViewer("--spice", "off");
        stage.WaitForPicture(320, 200);
        stage.WaitForTitle("From the file");

        // Down to "Turned", a quarter round; up from the first row to the last one, which saves.
        stage.Press("o");
        stage.X.Run("xdotool", "key", "Down", "Down", "Down", "Right", "Up", "Up", "Up", "Up", "Return", "Escape");

        Eventually.True(
            () => File.ReadAllText(stage.SettingsFile) == "; mine\n[win]\ntitle=From the file\nrotate=90\n", WindowStage.Patience, () => $"{File.ReadAllText(stage.SettingsFile)}\n{stage.Log}");
        Eventually.True(() => stage.Log.Contains($"Saved in {stage.SettingsFile}", StringComparison.Ordinal), WindowStage.Patience, () => stage.Log);
        stage.Press("q");
        Eventually.True(() => stage.Viewer.HasExited, WindowStage.Patience, "the viewer to end");
        stage.Viewer.Dispose();

        stage.StartViewer("--spice", "off");
        Eventually.True(() => stage.Area() is { Width: 200, Height: 320 }, WindowStage.Patience, () => $"{stage.Area()}\n{stage.Log}");
        stage.WaitForTitle("From the file");
    }

    [Fact]
    public void A_file_of_the_existing_viewer_is_offered_and_named_files_are_used_as_they_are()
    {
        using var stage = new WindowStage { ReadsSettings = true };
        var existing = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(stage.SettingsFile))!, "looking-glass", "client.ini");
        Directory.CreateDirectory(Path.GetDirectoryName(existing)!);
        File.WriteAllText(existing, "[win]\r\ntitle=Theirs\r\nquickSplash=yes\r\nsize=500x400\r\n[input]\r\nescapeKey=119\r\n");
        stage.Region.Create(16 << 20);
        using var guest = new WindowGuest(stage.Region.Path, 320, 200);

        stage.StartViewer("--spice", "off", "-C", existing, "--title", "the file counts for more");

        stage.WaitForTitle("Theirs");
        Eventually.True(() => stage.Area() is { Width: 500, Height: 400 }, WindowStage.Patience, () => $"{stage.Area()}\n{stage.Log}");
        Assert.Contains("oriel config migrate", stage.Viewer.Output, StringComparison.Ordinal);
        Assert.Contains("win:quickSplash has no effect", stage.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(stage.SettingsFile), "nobody was asked, so nothing is written");

        // Linux's 119 is Pause.
        stage.X.Run("xdotool", "keydown", "Pause", "key", "q", "keyup", "Pause");
        Eventually.True(() => stage.Viewer.HasExited, WindowStage.Patience, () => stage.Log);
    }
}
