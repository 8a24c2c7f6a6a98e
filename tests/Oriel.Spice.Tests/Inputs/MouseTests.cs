using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;

namespace Oriel.Spice.Tests.Inputs;

public sealed class MouseTests
{
    private readonly InputsRig _rig = new();

    [Fact]
    public void The_first_eight_motions_go_at_once_the_rest_is_summed()
    {
        for (var i = 0; i < 20; i++)
        {
            _rig.Inputs.Move(5, -3);
        }

        Assert.Equal(Enumerable.Repeat("111:05000000FDFFFFFF0000", 8), _rig.Sender.Take());
        _rig.Acknowledge();
        Assert.Equal(["111:3C000000DCFFFFFF0000"], _rig.Sender.Take()); // 12 × 5, 12 × −3
        _rig.Inputs.Move(1, 1);
        _rig.Inputs.Move(1, 1);
        _rig.Inputs.Move(1, 1);
        Assert.Equal(3, _rig.Sender.Take().Length);
        _rig.Inputs.Move(1, 1);
        Assert.Empty(_rig.Sender.Take());
    }

    [Fact]
    public void The_newest_position_wins()
    {
        for (uint i = 0; i < 12; i++)
        {
            _rig.Inputs.MoveTo(i, 2 * i, 1);
        }

        Assert.Equal(8, _rig.Sender.Take().Length);
        _rig.Acknowledge();
        Assert.Equal(["112:0B00000016000000000001"], _rig.Sender.Take());
        _rig.Acknowledge();
        Assert.Empty(_rig.Sender.Take());
    }

    [Fact]
    public void A_click_lands_where_the_pointer_is_even_when_the_server_is_behind()
    {
        for (uint i = 0; i < 10; i++)
        {
            _rig.Inputs.MoveTo(i, 0);
        }

        _rig.Sender.Take();
        _rig.Inputs.ButtonDown(MouseButton.Left);
        Assert.Equal(["112:0900000000000000000000", "113:010100"], _rig.Sender.Take());
        _rig.Inputs.MoveTo(50, 0);
        _rig.Inputs.ButtonUp(MouseButton.Left);
        Assert.Equal(["112:3200000000000000010000", "114:010000"], _rig.Sender.Take());
    }

    [Theory]
    [InlineData(MouseButton.Left, "113:010100", "114:010000")]
    [InlineData(MouseButton.Middle, "113:020200", "114:020000")]
    [InlineData(MouseButton.Right, "113:030400", "114:030000")]
    [InlineData(MouseButton.Side, "113:062000", "114:060000")]
    [InlineData(MouseButton.Extra, "113:074000", "114:070000")]
    public void A_button_has_its_number_and_its_bit(MouseButton button, string down, string up)
    {
        _rig.Inputs.ButtonUp(button);
        _rig.Inputs.ButtonDown(button);
        _rig.Inputs.ButtonDown(button);
        _rig.Inputs.ButtonUp(button);
        _rig.Inputs.ButtonUp(button);
        Assert.Equal([down, up], _rig.Sender.Take());
    }

    [Fact]
    public void Held_buttons_are_in_every_mask()
    {
        _rig.Inputs.ButtonDown(MouseButton.Left);
        _rig.Inputs.ButtonDown(MouseButton.Right);
        _rig.Inputs.Move(1, 0);
        _rig.Inputs.Wheel(1);
        _rig.Inputs.ButtonUp(MouseButton.Left);
        Assert.Equal(["113:010100", "113:030500", "111:01000000000000000500", "113:040D00", "114:040500", "114:010400"], _rig.Sender.Take());
    }

    [Fact]
    public void The_wheel_is_notches_of_its_two_buttons()
    {
        _rig.Inputs.Wheel(2);
        _rig.Inputs.Wheel(-1);
        _rig.Inputs.Wheel(0);
        Assert.Equal(["113:040800", "114:040000", "113:040800", "114:040000", "113:051000", "114:050000"], _rig.Sender.Take());
        _rig.Inputs.Wheel(int.MinValue);
        Assert.Equal(512, _rig.Sender.Take().Length);
    }

    [Fact]
    public void A_server_that_acknowledges_too_much_gains_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            _rig.Acknowledge();
        }

        for (var i = 0; i < 20; i++)
        {
            _rig.Inputs.Move(1, 0);
        }

        Assert.Equal(8, _rig.Sender.Take().Length);
    }

    [Fact]
    public void A_change_of_mode_drops_what_the_other_mode_left()
    {
        for (var i = 0; i < 9; i++)
        {
            _rig.Inputs.Move(1, 0);
        }

        _rig.Inputs.MoveTo(7, 7);
        _rig.Sender.Take();
        _rig.Acknowledge();
        Assert.Equal(["112:0700000007000000000000"], _rig.Sender.Take());
    }

    /// <summary>Whatever is moved, clicked and acknowledged in whatever order: no count is lost, none is invented, and at most eight motions wait for the server unless a button asked.</summary>
    [Fact]
    public void Motion_is_conserved()
    {
        var actions = Gen.Choose(0, 9).Two().Select(p => (Kind: p.Item1, Amount: p.Item2 - 4)).ListOf();
        Prop.ForAll(actions.ToArbitrary(), steps =>
        {
            var rig = new InputsRig();
            var (wanted, outstanding) = (0L, 0);
            foreach (var (kind, amount) in steps)
            {
                var sentBefore = Motions(rig).Count;
                switch (kind)
                {
                    case < 6:
                        wanted += amount;
                        rig.Inputs.Move(amount, -amount);
                        Assert.True(outstanding < 8 || Motions(rig).Count == sentBefore, "a ninth motion did not wait");
                        break;
                    case 6:
                        rig.Acknowledge();
                        outstanding = Math.Max(0, outstanding - 4);
                        break;
                    case 7:
                        rig.Inputs.ButtonDown(MouseButton.Left);
                        break;
                    default:
                        rig.Inputs.ButtonUp(MouseButton.Left);
                        break;
                }

                outstanding += Motions(rig).Count - sentBefore;
            }

            rig.Inputs.Wheel(1); // Sends what waits.
            var sent = Motions(rig);
            Assert.Equal((wanted, -wanted), (sent.Sum(m => (long)m.Dx), sent.Sum(m => (long)m.Dy)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261121, 17));
    }

    private static List<(int Dx, int Dy)> Motions(InputsRig rig) =>
        [.. rig.Sender.Sent.Where(m => m.Type == 111).Select(m => (BinaryPrimitives.ReadInt32LittleEndian(m.Body), BinaryPrimitives.ReadInt32LittleEndian(m.Body.AsSpan(4))))];
}
