using System.Diagnostics.CodeAnalysis;
using Oriel.Cli.Input;
using Oriel.Spice;

namespace Oriel.Cli.Latency.Input;

/// <summary>An input that can be injected again and again. Several keys take turns, so that the last undoes what the first did. Immutable; for one thread at a time.</summary>
internal sealed class Stimulus
{
    /// <summary>A letter and its removal: every text field and terminal shows both, and nothing is left behind.</summary>
    public const string Default = "key:a,backspace";

    // Far enough to be seen, near enough to stay over what it was over.
    private const int MoveBy = 8;

    private readonly PcKey[][] _turns;

    private Stimulus(StimulusKind kind, string text, PcKey[][] turns) => (Kind, Text, _turns) = (kind, text, turns);

    /// <summary>What kind it is.</summary>
    public StimulusKind Kind { get; }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Inputs after which the guest is as it was before.</summary>
    public int Turns => Kind == StimulusKind.Key ? _turns.Length : Kind == StimulusKind.Move ? 2 : 1;

    /// <summary>Reads key:NAME[+NAME…][,NAME…], move or click.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Stimulus? stimulus, out string problem)
    {
        (stimulus, problem) = (null, $"'{text}' is not key:NAME[,NAME...], move or click");
        switch (text)
        {
            case "move":
                stimulus = new Stimulus(StimulusKind.Move, text, []);
                return true;
            case "click":
                stimulus = new Stimulus(StimulusKind.Click, text, []);
                return true;
        }

        if (!text.StartsWith("key:", StringComparison.Ordinal))
        {
            return false;
        }

        var turns = new List<PcKey[]>();
        foreach (var turn in text["key:".Length..].Split(','))
        {
            var keys = new List<PcKey>();
            foreach (var name in turn.Split('+'))
            {
                if (!KeyNames.TryParse(name, out var key) || !KeyMap.TryGet(key, out var code))
                {
                    problem = $"'{name}' is no key that a PC keyboard has";
                    return false;
                }

                keys.Add(code);
            }

            turns.Add([.. keys]);
        }

        stimulus = new Stimulus(StimulusKind.Key, text, [.. turns]);
        return true;
    }

    /// <summary>Injects the part that the guest is to react to.</summary>
    /// <param name="input">Where to.</param>
    /// <param name="turn">Counts from 0.</param>
    /// <param name="at">Where the guest's pointer is when its device tells places, pixels; null = its device tells motion.</param>
    public void Begin(IGuestInput input, int turn, (int X, int Y)? at)
    {
        switch (Kind)
        {
            case StimulusKind.Key:
                foreach (var key in _turns[turn % _turns.Length])
                {
                    input.KeyDown(key);
                }

                break;
            case StimulusKind.Click:
                input.ButtonDown(MouseButton.Left);
                break;
            default:
                var isOut = turn % 2 == 0;
                if (at is { } place)
                {
                    input.MoveTo((uint)Math.Max(0, place.X + (isOut ? MoveBy : 0)), (uint)Math.Max(0, place.Y));
                }
                else
                {
                    input.Move(isOut ? MoveBy : -MoveBy, 0);
                }

                break;
        }
    }

    /// <summary>Lets go of what <see cref="Begin"/> holds.</summary>
    public void End(IGuestInput input, int turn)
    {
        if (Kind == StimulusKind.Click)
        {
            input.ButtonUp(MouseButton.Left);
        }
        else if (Kind == StimulusKind.Key)
        {
            foreach (var key in _turns[turn % _turns.Length].AsEnumerable().Reverse())
            {
                input.KeyUp(key);
            }
        }
    }
}
