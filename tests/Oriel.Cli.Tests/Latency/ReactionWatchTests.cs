using Oriel.Cli.Latency.Input;
using Oriel.Memory;
using Oriel.Protocol.Kvmfr;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Tests.Latency;

/// <summary>What counts as a change, and which tile answers an input.</summary>
public sealed class ReactionWatchTests : IDisposable
{
    private const int Width = 320;
    private const int Height = 200;
    private readonly FrameSlot _slot = new() { Index = 0, Buffer = PixelBuffer.Allocate(Width * Height * 4), PitchBytes = Width * 4 };
    private readonly CountingSink _sink = new();
    private readonly ReactionWatch _watch;
    private uint _serial;

    public ReactionWatchTests() => _watch = new ReactionWatch(_sink);

    [Fact]
    public void Only_content_that_changed_inside_the_patch_is_a_change()
    {
        _watch.WatchPatch(new Patch(100, 50, 20, 10));
        Send(null);
        Assert.Equal(0, _watch.Changes);

        // Damage without a change, a change beside the patch, and one that the damage does not tell.
        Send(new DamageRect(100, 50, 20, 10));
        Paint(99, 50, 1);
        Send(new DamageRect(99, 50, 1, 1));
        Paint(110, 55, 7);
        Send(new DamageRect(0, 0, 100, 50));
        Assert.Equal(0, _watch.Changes);

        Send(new DamageRect(110, 55, 1, 1));
        Assert.Equal(1, _watch.Changes);
        Paint(119, 59, 9);
        Send(null);
        Assert.Equal(2, _watch.Changes);
        Assert.Equal(6, _sink.Published);
    }

    [Fact]
    public void The_first_change_after_it_was_armed_counts_once()
    {
        _watch.WatchPatch(new Patch(0, 0, 8, 8));
        Send(null);
        Change();
        Assert.False(_watch.Detected.WaitOne(0));
        _watch.Arm(FrameTimes.Now());
        var first = Change();
        Change();
        Assert.True(_watch.Detected.WaitOne(0));
        Assert.Equal(first, _watch.Frame.Serial);
        Assert.False(_watch.Disarm());
    }

    [Fact]
    public void What_the_guest_captured_before_the_input_is_no_answer()
    {
        _watch.WatchPatch(new Patch(0, 0, 8, 8));
        Send(null);
        var input = FrameTimes.Now();
        _watch.Arm(input);
        Change(new FrameTimes { CapturedNs = input - 5000, GuestClockErrorNs = 1000 });
        Assert.False(_watch.Detected.WaitOne(0));

        // Perhaps before, perhaps after: it counts.
        Change(new FrameTimes { CapturedNs = input - 500, GuestClockErrorNs = 1000 });
        Assert.True(_watch.Detected.WaitOne(0));
    }

    [Fact]
    public void It_was_shown_by_its_frame_or_by_a_newer_one()
    {
        _watch.WatchPatch(new Patch(0, 0, 8, 8));
        Send(null);
        _serial = uint.MaxValue - 1;
        _watch.Arm(FrameTimes.Now());
        var changed = Change(new FrameTimes { SeenNs = 100 });
        Assert.Equal(uint.MaxValue, changed);
        _watch.Presented(new FrameTimes { Serial = changed - 1, SeenNs = 90, PresentedNs = 1 });
        Assert.False(_watch.PresentedSignal.WaitOne(0));

        // Serials wrap, and the frame itself was overwritten before it was drawn.
        _watch.Presented(new FrameTimes { Serial = 1, SeenNs = 130, PresentedNs = 200 });
        _watch.Presented(new FrameTimes { Serial = 2, SeenNs = 150, PresentedNs = 300 });
        Assert.True(_watch.PresentedSignal.WaitOne(0));
        Assert.Equal(200, _watch.Shown.PresentedNs);
    }

    [Fact]
    public void The_pointer_can_be_what_answers()
    {
        _watch.WatchPointer();
        _watch.UpdateCursor(new CursorUpdate { HasPosition = true, X = 5, Y = -3 }, []);
        Assert.Equal((5, -3), _watch.Pointer);
        _watch.Arm(FrameTimes.Now());
        _watch.UpdateCursor(new CursorUpdate { HasPosition = true, X = 5, Y = -3 }, []);
        Assert.False(_watch.Detected.WaitOne(0));
        _watch.UpdateCursor(new CursorUpdate { HasPosition = true, X = 13, Y = -3 }, []);
        Assert.True(_watch.Detected.WaitOne(0));
        Assert.Equal(3, _sink.Cursors);
    }

    [Fact]
    public void Looking_allocates_nothing()
    {
        _watch.WatchPatch(new Patch(0, 0, 8, 8));
        _watch.Learn(new TileMap(Width, Height));
        Send(null);
        Change();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            Change();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(201, _watch.Changes);
    }

    [Fact]
    public void The_tile_that_changes_with_inputs_and_not_by_itself_is_found()
    {
        var tiles = new TileMap(Width, Height);
        _watch.Learn(tiles);
        Send(null);
        for (var i = 0; i < 16; i++)
        {
            tiles.Begin();
            Paint(300, 20, (byte)(i + 1)); // Always.
            if (i % 2 == 0)
            {
                Paint(100, 100, (byte)(i + 1)); // With every input,
                Paint(116, 100, (byte)(i + 1)); // over two tiles.
            }

            if (i % 3 == 0)
            {
                Paint(20, 20, (byte)(i + 1)); // Now and then.
            }

            Send(null);
            tiles.End(isSham: i % 2 == 1);
        }

        var found = tiles.Find()!.Value;
        Assert.Equal(new Patch(96, 96, 32, 16), found.Patch);
        Assert.Equal((8, 8, 0, 8), (found.Answers, found.AnswerWindows, found.Shams, found.ShamWindows));
    }

    [Fact]
    public void What_changes_anyway_answers_nothing()
    {
        var tiles = new TileMap(Width, Height);
        _watch.Learn(tiles);
        Send(null);
        for (var i = 0; i < 16; i++)
        {
            tiles.Begin();
            Paint(300, 20, (byte)(i + 1));
            Send(new DamageRect(300, 20, 1, 1));
            tiles.End(isSham: i % 2 == 1);
        }

        Assert.Null(tiles.Find());
    }

    [Theory]
    [InlineData("10,20,30x40", true)]
    [InlineData("0,0,512x512", true)]
    [InlineData("0,0,513x512", false)]
    [InlineData("0,0,0x5", false)]
    [InlineData("-1,0,5x5", false)]
    [InlineData("1,2,3,4", false)]
    [InlineData("1,2,3", false)]
    [InlineData("a,b,cxd", false)]
    public void Patches_are_read(string text, bool isOne)
    {
        Assert.Equal(isOne, Patch.TryParse(text, out var patch));
        Assert.Equal(isOne ? text : "0,0,0x0", isOne ? patch.ToString() : default(Patch).ToString());
    }

    [Theory]
    [InlineData("key:a", 1)]
    [InlineData("key:a,backspace", 2)]
    [InlineData("key:LeftCtrl+l", 1)]
    [InlineData("move", 2)]
    [InlineData("click", 1)]
    [InlineData("key:", 0)]
    [InlineData("key:nonsense", 0)]
    [InlineData("a", 0)]
    public void Inputs_are_read(string text, int turns)
    {
        var isOne = Stimulus.TryParse(text, out var stimulus, out var problem);
        Assert.Equal((turns > 0, turns), (isOne, stimulus?.Turns ?? 0));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Inputs_reach_the_guest_and_are_let_go()
    {
        var guest = new Input.ModelGuest();
        Assert.True(Stimulus.TryParse("key:LeftCtrl+l,x", out var keys, out _));
        for (var turn = 0; turn < 4; turn++)
        {
            keys.Begin(guest, turn, null);
            Assert.Equal(turn % 2 == 0 ? 2 : 1, guest.Keys.Count);
            keys.End(guest, turn);
            Assert.Empty(guest.Keys);
        }

        Assert.True(Stimulus.TryParse("move", out var move, out _));
        move.Begin(guest, 0, null);
        move.Begin(guest, 1, null);
        Assert.Equal((0, 0), guest.Moved);
        move.Begin(guest, 0, (40, 50));
        Assert.Equal((48u, 50u), guest.Place);
        move.Begin(guest, 1, (40, 50));
        Assert.Equal((40u, 50u), guest.Place);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _slot.Buffer!.Dispose();
    }

    private uint Change(FrameTimes? times = null)
    {
        var at = _slot.Buffer!.AsSpan(0, 1);
        at[0]++;
        return Send(new DamageRect(0, 0, 1, 1), times);
    }

    private void Paint(int x, int y, byte value) => _slot.Buffer!.AsSpan((nuint)(((y * Width) + x) * 4), 4).Fill(value);

    private uint Send(DamageRect? rect, FrameTimes? times = null)
    {
        _serial++;
        var frame = FrameHeader.ForBgra(Width, Height, _serial);
        _sink.Damage.Clear();
        if (rect is { } some)
        {
            _sink.Damage.Add(some);
        }
        else
        {
            _sink.Damage.SetEverything();
        }

        _watch.Publish(_slot, frame, _sink.Damage, (times ?? new FrameTimes { SeenNs = FrameTimes.Now() }) with { Serial = _serial });
        return _serial;
    }

    private sealed class CountingSink : IFrameSink
    {
        public DamageList Damage { get; } = new();

        public int Published { get; private set; }

        public int Cursors { get; private set; }

        public bool TryLend(in FrameHeader frame, out FrameSlot? slot) => throw new NotSupportedException();

        public void Publish(FrameSlot slot, in FrameHeader frame, DamageList damage, in FrameTimes times) => Published++;

        public void Abandon(FrameSlot slot) => throw new NotSupportedException();

        public void UpdateCursor(in CursorUpdate cursor, ReadOnlySpan<byte> shape) => Cursors++;

        public void UpdateStatus(RelayStatus status) => throw new NotSupportedException();
    }
}
