using System.Buffers.Binary;
using Oriel.Spice.Tests.Transcripts;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Inputs;

/// <summary>The recorded input channels, byte for byte: what a guest was seen to understand is what we send.</summary>
public sealed class InputsTranscriptTests
{
    private readonly SpiceInputs _inputs = new();

    [Fact]
    public async Task Keys_locks_and_a_relative_mouse()
    {
        // The recording's client tried forms that ours has no use for: a break code in the wrong message, the long form of Print Screen, Pause as a pair, wheel masks of 0,
        // messages of the wrong mode.
        int[] others = [12, 19, 20, 21, 22, 47, 48, 59, 60, 63, 64, 67];
        await ReplayAsync("inputs-ps2", others, "Pa55word");
    }

    [Fact]
    public Task An_absolute_mouse_on_a_tablet() => ReplayAsync("inputs-tablet", [8, 9, 10, 11, 12, 19], "");

    [Fact]
    public Task An_absolute_mouse_through_the_agent() => ReplayAsync("inputs-agent-mouse", [13, 14, 16], "");

    private async Task ReplayAsync(string name, int[] others, string password)
    {
        var units = Transcript.Load(name).Channel("inputs").Where(u => u.FromServer || !others.Contains(u.Number)).ToList();
        var driven = 0;
        var server = TranscriptServer.For(units, _inputs.Handler).With(drive: unit =>
        {
            if (unit.Type > 100)
            {
                Eventually.True(() => _inputs.IsReady, ScriptedStream.Patience, "INIT is understood");
                var told = units.LastOrDefault(u => u.Number < unit.Number && u is { FromServer: true, Name: "KEY_MODIFIERS" });
                Eventually.True(() => told is null || _inputs.GuestLocks == (KeyLocks)told.Body.Span[0], ScriptedStream.Patience, "the guest's locks are understood");
                Press(unit);
                driven++;
            }
        });
        var end = await server.ReplayAsync(password);

        Assert.Equal(SpiceFailure.Lost, end.Failure);
        Assert.False(_inputs.IsReady);
        Assert.True(driven > 5, $"{driven} messages were compared");
    }

    /// <summary>Calls the member that has to send this.</summary>
    private void Press(TranscriptUnit unit)
    {
        var body = unit.Body.Span;
        switch (unit.Type)
        {
            case 101:
                _inputs.KeyDown(Key(body));
                break;
            case 102:
                _inputs.KeyUp(Key(body));
                break;
            case 103:
                _inputs.SetLocks((KeyLocks)body[0]);
                break;
            case 104 when body[0] == 0xE1:
                _inputs.KeyDown(PcKey.Pause);
                break;
            case 104:
                _inputs.Chord([Key(body)]);
                break;
            case 111:
                _inputs.Move(BinaryPrimitives.ReadInt32LittleEndian(body), BinaryPrimitives.ReadInt32LittleEndian(body[4..]));
                break;
            case 112:
                _inputs.MoveTo(BinaryPrimitives.ReadUInt32LittleEndian(body), BinaryPrimitives.ReadUInt32LittleEndian(body[4..]), body[10]);
                break;
            case 113 when body[0] is 4 or 5:
                _inputs.Wheel(body[0] == 4 ? 1 : -1);
                break;
            case 113:
                _inputs.ButtonDown((MouseButton)body[0]);
                break;
            case 114 when body[0] is not (4 or 5):
                _inputs.ButtonUp((MouseButton)body[0]);
                break;
            default:
                break; // The release of a wheel notch comes by itself.
        }
    }

    private static PcKey Key(ReadOnlySpan<byte> code) => new((ushort)(code[0] == 0xE0 ? 0xE000 | (code[1] & 0x7F) : code[0] & 0x7F));
}
