using Oriel.Spice;

namespace Oriel.Vm.Tests;

/// <summary>The picture of a real guest, through a real ivshmem device.</summary>
[Collection(VmCollection.Name)]
public sealed class RelayTests(SharedGuest shared)
{
    // Made invisible for comparisons, see Screen.PutPointerOnRoot.
    private const string InvisiblePointer = """
        printf '#define e_width 1\n#define e_height 1\n#define e_x_hot 0\n#define e_y_hot 0\nstatic unsigned char e_bits[] = {\n 0x00 };\n' > /tmp/e
        xsetroot -cursor /tmp/e /tmp/e
        """;

    private const string ShowPointer = "xsetroot -cursor_name left_ptr";

    [Fact]
    public void The_relayed_frame_is_the_screen()
    {
        var guest = shared.StartedOrSkip();
        using var screen = new Screen(guest);
        HidePointer(guest, screen);
        try
        {
            var picture = screen.WaitUntilEqual();
            Screen.Save("screen", picture);
            Assert.Equal((1280, 800), (picture.Width, picture.Height));
            Assert.True(picture.Rgb.Distinct().Count() > 4, "there is nothing on the screen");

            // Something new is drawn, and it is the same again.
            guest.Run("xsetroot -solid '#a04020'");
            screen.WaitUntilEqual();
            Assert.Equal(0xA04020, screen.Sink.Picture()![5, 5]);
        }
        finally
        {
            guest.Run($"xsetroot -solid '#203040'; {ShowPointer}");
        }
    }

    [Fact]
    public void A_mode_change_in_the_guest_is_followed()
    {
        var guest = shared.StartedOrSkip();
        using var screen = new Screen(guest);
        HidePointer(guest, screen);
        try
        {
            guest.Run("xrandr -s 1920x1080");
            var large = screen.WaitUntilEqual();
            Assert.Equal((1920, 1080), (large.Width, large.Height));
            guest.Run("xrandr -s 800x600");
            var small = screen.WaitUntilEqual();
            Assert.Equal((800, 600), (small.Width, small.Height));
        }
        finally
        {
            guest.Run($"xrandr -s 1280x800; {ShowPointer}");
        }
    }

    [Fact]
    public void A_killed_agent_comes_back()
    {
        var guest = shared.StartedOrSkip();
        using var screen = new Screen(guest);
        screen.WaitForFrame();
        var told = guest.Shell.Lines.Count;
        guest.Run("kill -9 $(cat /run/agent.pid)");
        guest.WaitForAgentStart(SharedGuest.Patience, told);
        var frames = screen.Sink.Frames;
        screen.WaitForFrame(frames);
        screen.WaitForState(state => state == Relay.Consumer.RelayState.Live, "a live relay");
    }

    [Fact]
    public void After_a_reset_of_the_machine_the_picture_comes_back()
    {
        var guest = shared.StartedOrSkip();
        using var spice = new Spice(guest).WaitForInputs();
        using var screen = new Screen(guest);
        screen.WaitForFrame();
        var told = guest.Shell.Lines.Count;
        guest.Reset();
        screen.WaitForState(state => state != Relay.Consumer.RelayState.Live, "the relay to notice");
        guest.WaitForDesktop(from: told);
        guest.WaitForAgentStart(from: told);
        screen.WaitForState(state => state == Relay.Consumer.RelayState.Live, "a live relay");
        var frames = screen.Sink.Frames;
        guest.Run("xsetroot -solid '#305020'; xsetroot -solid '#203040'");
        screen.WaitForFrame(frames);

        // SPICE outlives it: the same session, and an agent again.
        spice.WaitForAgent();
        Assert.Equal(SpiceState.Connected, spice.Session.Status.State);
    }

    [Fact]
    public void A_consumer_that_starts_anew_gets_the_picture()
    {
        var guest = shared.StartedOrSkip();
        try
        {
            for (var viewer = 0; viewer < 3; viewer++)
            {
                using var screen = new Screen(guest);
                HidePointer(guest, screen);
                screen.WaitUntilEqual();
            }
        }
        finally
        {
            guest.Run(ShowPointer);
        }
    }

    private static void HidePointer(QemuGuest guest, Screen screen)
    {
        screen.PutPointerOnRoot();
        guest.Run(InvisiblePointer);
    }
}
