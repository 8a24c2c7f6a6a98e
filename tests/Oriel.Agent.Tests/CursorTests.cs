using Oriel.Protocol.Kvmfr;
using Oriel.Testing;

namespace Oriel.Agent.Tests;

/// <summary>The pointer a consumer gets is the one that was set.</summary>
public sealed class CursorTests
{
    // 8x8: a frame of foreground around background, the corner pixel transparent; the hotspot is off-centre in both directions.
    private const string Bitmap = "#define c_width 8\n#define c_height 8\n#define c_x_hot 3\n#define c_y_hot 5\nstatic unsigned char c_bits[] = {\n0xff,0x81,0x81,0x81,0x81,0x81,0x81,0xff};\n";
    private const string Mask = "#define m_width 8\n#define m_height 8\nstatic unsigned char m_bits[] = {\n0xfe,0xff,0xff,0xff,0xff,0xff,0xff,0xff};\n";
    private const string Nothing = "#define m_width 8\n#define m_height 8\nstatic unsigned char m_bits[] = {\n0,0,0,0,0,0,0,0};\n";

    [Fact]
    public void Shape_hotspot_and_place_are_those_that_were_set()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var folder = new TempFolder();
        var (_, sink) = bed.Watch();
        SetCursor(bed, folder, Mask);
        Move(bed, 200, 150);
        Eventually.True(
            () => sink.Cursor is { HasShape: true, Width: 8, X: 197, Y: 145 },
            AgentBed.Patience,
            () => $"{sink.Cursor}\n{bed.Agent.Output}");
        Assert.Equal(CursorType.Color, sink.Cursor.Type);
        Assert.Equal((8u, 8u, 3, 5), (sink.Cursor.Width, sink.Cursor.Height, sink.Cursor.HotspotX, sink.Cursor.HotspotY));
        Assert.True(sink.Cursor.Visible);

        var shape = sink.CursorShape;
        for (var y = 0; y < 8; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                byte[] expected = (x, y) == (0, 0) ? [0, 0, 0, 0] : x is 0 or 7 || y is 0 or 7 ? [0, 0, 255, 255] : [255, 0, 0, 255];
                Assert.Equal(expected, shape.AsSpan((y * (int)sink.Cursor.PitchBytes) + (x * 4), 4).ToArray());
            }
        }

        // Every place from here on arrives, the last one for sure; off the top-left corner the shape's corner is negative.
        Move(bed, 1, 2);
        Eventually.True(() => (sink.Cursor.X, sink.Cursor.Y) == (-2, -3), AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
    }

    [Fact]
    public void A_transparent_cursor_is_hidden_and_comes_back()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var folder = new TempFolder();
        var (_, sink) = bed.Watch();
        SetCursor(bed, folder, Nothing);
        Eventually.True(() => sink.Cursor is { HasVisibility: true, Visible: false, HasShape: true, Width: 8 }, AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
        SetCursor(bed, folder, Mask);
        Eventually.True(() => sink.Cursor.Visible, AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
    }

    /// <summary>xsetroot has long exited when its cursor is asked for; the server's SECURITY extension then refuses at first.</summary>
    [Fact]
    public void A_cursor_set_by_a_program_that_is_gone_is_read_all_the_same()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var folder = new TempFolder();
        var (feed, first) = bed.Watch();
        bed.WaitUntilEqual(first);
        Eventually.True(() => first.Cursor.HasPosition, AgentBed.Patience, () => bed.Agent.Output);
        feed.Dispose();
        bed.Agent.WaitForLine("somebody watches: False", AgentBed.Patience);
        SetCursor(bed, folder, Mask);
        var (_, second) = bed.Watch();
        Eventually.True(() => second.Cursor is { Width: 8, HotspotX: 3, HotspotY: 5, Visible: true }, TimeSpan.FromSeconds(5), () => $"{second.Cursor} {bed.Agent.Output}");
    }

    [Fact]
    public void Moving_the_pointer_publishes_no_frames_and_a_still_pointer_no_messages()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        var (_, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        Move(bed, 10, 10);
        Eventually.True(() => sink.Cursor.X < 12, AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
        var frames = sink.Frames;
        for (var i = 0; i < 10; i++)
        {
            Move(bed, 100 + (i * 10), 100);
        }

        Eventually.True(() => sink.Cursor.X + sink.Cursor.HotspotX == 190, AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
        Assert.Equal(frames, sink.Frames);
        var messages = sink.CursorMessages;
        SessionWords.WaitForHeartbeats(bed.Region.Path, 500);
        Assert.Equal(messages, sink.CursorMessages);
    }

    [Fact]
    public void A_late_subscriber_gets_the_whole_pointer()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        using var folder = new TempFolder();
        var (_, first) = bed.Watch();
        SetCursor(bed, folder, Mask);
        Move(bed, 300, 200);
        Eventually.True(() => first.Cursor is { Width: 8, X: 297 }, AgentBed.Patience, () => $"{first.Cursor}");
        var (_, second) = bed.Watch();
        Eventually.True(() => second.Cursor is { Width: 8, X: 297, Y: 195, Visible: true }, AgentBed.Patience, () => $"{second.Cursor}");
        Assert.Equal(first.CursorShape, second.CursorShape);
    }

    [Fact]
    public void A_viewer_moves_the_pointer_and_sees_it_there()
    {
        using var bed = AgentBed.StartOrSkip("640x480");
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed");
        var (feed, sink) = bed.Watch();
        bed.WaitUntilEqual(sink);
        Assert.True(feed.TrySendCursorPosition(321, 123));
        Eventually.True(() => sink.Cursor.X + sink.Cursor.HotspotX == 321 && sink.Cursor.Y + sink.Cursor.HotspotY == 123, AgentBed.Patience, () => $"{sink.Cursor} {bed.Agent.Output}");
        Assert.Contains("x:321 y:123", bed.Server.Run("xdotool", "getmouselocation"), StringComparison.Ordinal);
    }

    private static void Move(AgentBed bed, int x, int y)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xdotool"), "xdotool is not installed");
        bed.Server.Run("xdotool", "mousemove", $"{x}", $"{y}");
    }

    private static void SetCursor(AgentBed bed, TempFolder folder, string mask)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("xsetroot"), "xsetroot is not installed");
        File.WriteAllText(folder.File("c.xbm"), Bitmap);
        File.WriteAllText(folder.File("m.xbm"), mask);
        bed.Server.Run("xsetroot", "-cursor", folder.File("c.xbm"), folder.File("m.xbm"), "-fg", "#ff0000", "-bg", "#0000ff");
    }
}
