namespace Oriel.Spice.Tests.Inputs;

public sealed class KeyTests
{
    private readonly InputsRig _rig = new();

    [Theory]
    [InlineData(0x1E, "101:1E000000", "102:9E000000")]
    [InlineData(0xE04B, "101:E04B0000", "102:E0CB0000")]
    [InlineData(0xE01D, "101:E01D0000", "102:E09D0000")]
    [InlineData(0xE037, "101:E0370000", "102:E0B70000")]
    [InlineData(0xE046, "101:E0460000", "102:E0C60000")]
    [InlineData(0x7D, "101:7D000000", "102:FD000000")]
    public void A_key_has_its_make_and_its_break_code(int code, string down, string up)
    {
        _rig.Inputs.KeyDown(new PcKey((ushort)code));
        Assert.Equal([down], _rig.Sender.Take());
        _rig.Inputs.KeyUp(new PcKey((ushort)code));
        Assert.Equal([up], _rig.Sender.Take());
    }

    [Fact]
    public void Pause_is_its_whole_sequence_at_once()
    {
        _rig.Inputs.KeyDown(PcKey.Pause);
        _rig.Inputs.KeyDown(PcKey.Pause, repeat: true);
        _rig.Inputs.KeyUp(PcKey.Pause);
        Assert.Equal(["104:E11D45E19DC5", "102:E0C60000"], _rig.Sender.Take());

        var old = new InputsRig(scancodes: false);
        old.Inputs.KeyDown(PcKey.Pause);
        old.Inputs.KeyUp(PcKey.Pause);
        Assert.Equal(["101:E11D4500", "102:E19DC500", "102:E0C60000"], old.Sender.Take());
    }

    [Fact]
    public void A_held_key_is_sent_again_only_as_a_repeat()
    {
        var key = new PcKey(0x1E);
        _rig.Inputs.KeyDown(key);
        _rig.Inputs.KeyDown(key);
        _rig.Inputs.KeyDown(key, repeat: true);
        Assert.Equal(["101:1E000000", "101:1E000000"], _rig.Sender.Take());
        _rig.Inputs.KeyUp(key);
        _rig.Inputs.KeyUp(key);
        Assert.Equal(["102:9E000000"], _rig.Sender.Take());
    }

    [Fact]
    public void Release_all_lets_go_of_keys_backwards_and_of_buttons()
    {
        foreach (var code in new ushort[] { 0x1D, 0xE038, 0x1E })
        {
            _rig.Inputs.KeyDown(new PcKey(code));
        }

        _rig.Inputs.KeyDown(PcKey.Pause);
        _rig.Inputs.ButtonDown(MouseButton.Left);
        _rig.Inputs.ButtonDown(MouseButton.Extra);
        _rig.Sender.Take();

        _rig.Inputs.ReleaseAll();
        Assert.Equal(["102:E0C60000", "102:9E000000", "102:E0B80000", "102:9D000000", "114:014000", "114:070000"], _rig.Sender.Take());
        _rig.Inputs.ReleaseAll();
        _rig.Inputs.KeyUp(new PcKey(0x1E));
        Assert.Empty(_rig.Sender.Take());
    }

    [Fact]
    public void A_chord_is_one_message_and_leaves_held_keys_alone()
    {
        _rig.Inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0xE053)]);
        Assert.Equal(["104:1D38E053E0D3B89D"], _rig.Sender.Take());

        _rig.Inputs.KeyDown(new PcKey(0x1D));
        _rig.Sender.Take();
        _rig.Inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0xE053)]);
        Assert.Equal(["104:38E053E0D3B8"], _rig.Sender.Take());
        _rig.Inputs.KeyUp(new PcKey(0x1D));
        Assert.Equal(["102:9D000000"], _rig.Sender.Take());
    }

    [Fact]
    public void Pause_may_be_part_of_a_chord()
    {
        _rig.Inputs.Chord([new PcKey(0xE05B), PcKey.Pause]);
        Assert.Equal(["104:E05BE11D45E19DC5E0C6E0DB"], _rig.Sender.Take());
    }

    [Fact]
    public void A_chord_without_scancodes_is_single_keys()
    {
        var old = new InputsRig(scancodes: false);
        old.Inputs.Chord([new PcKey(0x1D), new PcKey(0x38), new PcKey(0xE053)]);
        Assert.Equal(["101:1D000000", "101:38000000", "101:E0530000", "102:E0D30000", "102:B8000000", "102:9D000000"], old.Sender.Take());
    }

    [Fact]
    public void A_long_chord_is_cut_between_keys()
    {
        var keys = Enumerable.Range(0x47, 13).Select(c => new PcKey((ushort)(0xE000 | c))).ToArray();
        _rig.Inputs.Chord(keys);
        var messages = _rig.Sender.Sent.Select(m => m.Body).ToList();
        Assert.All(messages, m => Assert.InRange(m.Length, 2, 32));
        Assert.All(messages, m => Assert.Equal(0, m.Length % 2));
        Assert.Equal(keys.Length * 4, messages.Sum(m => m.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0x80)]
    [InlineData(0xE000)]
    [InlineData(0xE080)]
    [InlineData(0xE145)]
    [InlineData(0x100)]
    public void What_is_no_key_is_refused(int code)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _rig.Inputs.KeyDown(new PcKey((ushort)code)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _rig.Inputs.Chord([new PcKey(0x1D), new PcKey((ushort)code)]));
        Assert.Empty(_rig.Sender.Take());
    }

    [Fact]
    public void Nothing_is_sent_before_init_and_after_the_end()
    {
        var inputs = new SpiceInputs();
        var sender = new Transcripts.RecordingSender();
        void Everything()
        {
            inputs.KeyDown(new PcKey(0x1E));
            inputs.KeyUp(new PcKey(0x1E));
            inputs.Chord([new PcKey(0x1E)]);
            inputs.SetLocks(KeyLocks.Caps);
            inputs.Move(1, 1);
            inputs.MoveTo(1, 1);
            inputs.ButtonDown(MouseButton.Left);
            inputs.ButtonUp(MouseButton.Left);
            inputs.Wheel(1);
            inputs.ReleaseAll();
        }

        Everything();
        inputs.Handler.Linked(sender, [1]);
        Everything();
        Assert.False(inputs.IsReady);
        inputs.Handler.Handle(101, [2, 0]);
        Assert.True(inputs.IsReady);
        inputs.KeyDown(new PcKey(0x1E));
        Assert.Single(sender.Take());

        inputs.Handler.Closed();
        Assert.False(inputs.IsReady);
        Everything();
        inputs.Handler.Linked(sender, [1]);
        inputs.Handler.Handle(101, [0, 0]);
        inputs.KeyUp(new PcKey(0x1E)); // The server released it when the channel ended.
        Assert.Empty(sender.Take());
    }

    [Fact]
    public void The_guests_locks_are_told_and_set()
    {
        Assert.Equal([true], _rig.Ready);
        _rig.Receive(102, 6, 0);
        Assert.Equal(KeyLocks.Num | KeyLocks.Caps, _rig.Inputs.GuestLocks);
        Assert.Equal([KeyLocks.None, KeyLocks.Num | KeyLocks.Caps], _rig.Locks);
        _rig.Inputs.SetLocks(KeyLocks.Scroll);
        Assert.Equal(["103:0100"], _rig.Sender.Take());
    }

    /// <summary>Section 8.3: after Pause the server believes in a num lock that the guest never had.</summary>
    [Fact]
    public void After_pause_the_servers_own_idea_of_the_locks_is_not_believed()
    {
        _rig.Inputs.KeyDown(PcKey.Pause);
        _rig.Inputs.KeyUp(PcKey.Pause);
        _rig.Time.Advance(2.0);
        _rig.Receive(102, 2, 0); // The idea: num lock.
        Assert.Equal(KeyLocks.None, _rig.Inputs.GuestLocks);
        Assert.Equal([KeyLocks.None], _rig.Locks);
        _rig.Sender.Take();

        // KEY_MODIFIERS would now type the wrong keys: the keys that really differ are typed.
        _rig.Inputs.SetLocks(KeyLocks.Caps);
        Assert.Equal(["101:3A000000", "102:BA000000"], _rig.Sender.Take());
        _rig.Inputs.SetLocks(KeyLocks.Caps);
        Assert.Empty(_rig.Sender.Take());

        // The guest's lamps come at once and put everything right.
        _rig.Time.Advance(0.05);
        _rig.Receive(102, 4, 0);
        Assert.Equal(KeyLocks.Caps, _rig.Inputs.GuestLocks);
        _rig.Inputs.SetLocks(KeyLocks.None);
        Assert.Equal(["103:0000"], _rig.Sender.Take());
    }

    [Fact]
    public void After_a_real_lock_key_the_server_is_believed()
    {
        _rig.Inputs.KeyDown(new PcKey(0x45));
        _rig.Inputs.KeyUp(new PcKey(0x45));
        _rig.Time.Advance(2.0);
        _rig.Receive(102, 2, 0);
        Assert.Equal(KeyLocks.Num, _rig.Inputs.GuestLocks);
    }

    [Fact]
    public void Short_messages_are_protocol_errors()
    {
        foreach (var type in new ushort[] { 101, 102 })
        {
            Assert.Equal(SpiceFailure.Protocol, Assert.Throws<SpiceException>(() => _rig.Receive(type, 1)).Failure);
        }
    }
}
