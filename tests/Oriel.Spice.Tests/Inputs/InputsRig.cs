using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Inputs;

/// <summary>Inputs that are linked to a recording sender.</summary>
internal sealed class InputsRig
{
    public InputsRig(bool scancodes = true, KeyLocks locks = KeyLocks.None)
    {
        Inputs = new SpiceInputs(Time) { LocksChanged = Locks.Add, ReadyChanged = Ready.Add };
        Inputs.Handler.Linked(Sender, [scancodes ? 1u : 0u]);
        Receive(101, (byte)locks, 0);
    }

    public ManualTime Time { get; } = new();

    public RecordingSender Sender { get; } = new();

    public List<KeyLocks> Locks { get; } = [];

    public List<bool> Ready { get; } = [];

    public SpiceInputs Inputs { get; }

    public void Receive(ushort type, params byte[] body) => Inputs.Handler.Handle(type, body);

    public void Acknowledge() => Receive(111);
}
