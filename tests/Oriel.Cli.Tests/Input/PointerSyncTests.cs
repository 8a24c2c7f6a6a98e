using Oriel.Protocol.Kvmfr;

namespace Oriel.Cli.Tests.Input;

/// <summary>Relative motion that keeps the guest's pointer under the host's, with guests that follow exactly, that accelerate, and that have their own idea.</summary>
public sealed class PointerSyncTests
{
    private (double X, double Y) _at = (700, 100);

    [Fact]
    public void The_first_motion_brings_the_guests_pointer_to_the_hosts()
    {
        using var bench = new InputBench();
        bench.Pointer.Set(700, 100, isVisible: true);

        bench.PointAt(100, 200);
        bench.PointAt(103, 204);

        Assert.Equal("move -600,100 move 3,4", bench.Calls);
    }

    [Fact]
    public void Nothing_goes_wrong_over_a_long_way_with_an_exact_guest()
    {
        using var bench = Follow(gain: _ => 1);
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            bench.PointAt(random.Next(1000), random.Next(800));
            bench.Pass(random.Next(1, 120));
        }

        bench.PointAt(321, 123);
        bench.Pass(500);
        Assert.Equal((321, 123), (bench.Pointer.Read().X, bench.Pointer.Read().Y));
    }

    [Fact]
    public void A_guest_that_accelerates_is_corrected_when_the_mouse_rests()
    {
        using var bench = Follow(gain: d => d > 8 ? 1.7 : 0.9);
        for (var stroke = 0; stroke < 20; stroke++)
        {
            for (var i = 0; i <= 30; i++)
            {
                bench.PointAt(100 + (stroke * 20) + (i * 6), 100 + (i * 9));
                bench.Pass(8);
            }

            bench.Pass(400);
            var (x, y) = (bench.Pointer.Read().X, bench.Pointer.Read().Y);
            Assert.InRange(x, 100 + (stroke * 20) + 180 - 3, 100 + (stroke * 20) + 180 + 3);
            Assert.InRange(y, 370 - 3, 370 + 3);
        }
    }

    [Fact]
    public void A_click_after_a_rest_lands_where_the_host_points()
    {
        using var bench = Follow(gain: d => d > 8 ? 2 : 1);
        bench.PointAt(200, 300);
        bench.Pass(500);
        bench.Guest.Calls.Clear();
        bench.Press(Oriel.Display.Windowing.PointerButton.Left, 200, 300);

        Assert.Equal("button+01", bench.Calls);
        Assert.Equal((200, 300), (bench.Pointer.Read().X, bench.Pointer.Read().Y));
    }

    [Fact]
    public void A_guest_that_wants_its_pointer_elsewhere_gets_its_way_until_the_mouse_moves()
    {
        using var bench = Follow(gain: _ => 0);
        bench.PointAt(200, 300);
        bench.Pass(5000);

        // One motion and at most a few corrections, then peace.
        Assert.InRange(bench.Guest.Calls.Count, 1, 4);
        Assert.Null(bench.Router.UntilTick);
    }

    [Fact]
    public void Without_a_known_pointer_motion_is_passed_on_scaled()
    {
        using var bench = new InputBench();
        bench.PointAt(100, 100);
        bench.PointAt(110, 95);
        bench.PointAt(111, 95);

        Assert.Equal("move 10,-5 move 1,0", bench.Calls);
    }

    [Fact]
    public void A_hidden_pointer_is_not_chased()
    {
        using var bench = new InputBench();
        bench.Pointer.Set(500, 400, isVisible: false);
        bench.PointAt(100, 100);
        bench.Pass(1000);
        bench.Pointer.Set(501, 401, isVisible: false);
        bench.PointAt(104, 100);

        Assert.Equal("move 4,0", bench.Calls);
    }

    [Fact]
    public void The_pointer_is_where_its_hot_spot_is()
    {
        using var bench = new InputBench();
        bench.Pointer.Update(new CursorUpdate { HasShape = true, HotspotX = 3, HotspotY = 5, HasPosition = true, X = 97, Y = 195, HasVisibility = true, Visible = true });

        bench.PointAt(100, 200);
        Assert.Equal("", bench.Calls);
        bench.PointAt(101, 200);
        Assert.Equal("move 1,0", bench.Calls);
    }

    // A guest whose pointer moves by what it is sent times a gain, seen 15 ms later; clamped to its screen.
    private InputBench Follow(Func<double, double> gain)
    {
        var bench = new InputBench();
        bench.Pointer.Set((int)_at.X, (int)_at.Y, isVisible: true);
        bench.Guest.OnMove = (dx, dy) =>
        {
            var factor = gain(Math.Max(Math.Abs(dx), Math.Abs(dy)));
            _at = (Math.Clamp(_at.X + (dx * factor), 0, 999), Math.Clamp(_at.Y + (dy * factor), 0, 799));
            bench.Pointer.Set((int)Math.Round(_at.X), (int)Math.Round(_at.Y), isVisible: true);
        };
        return bench;
    }
}
