using Oriel.Spice.Link;

namespace Oriel.Spice;

/// <summary>The channel behind the inputs.</summary>
public sealed partial class SpiceInputs
{
    private const uint KeyScancodeCapability = 0;

    private void Open(IChannelSender sender, bool takesScancodes, KeyLocks locks)
    {
        lock (_gate)
        {
            _sender = sender;
            _takesScancodes = takesScancodes;
            _locks = locks;
            _inDoubt = false;
            Forget();
        }

        ReadyChanged?.Invoke(true);
        LocksChanged?.Invoke(locks);
    }

    private void Lose()
    {
        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            _sender = null;
            Forget(); // The server released everything (spice.md section 5.6).
        }

        ReadyChanged?.Invoke(false);
    }

    private void Forget()
    {
        _held.Clear();
        _buttons = 0;
        _unacknowledged = 0;
        (_dx, _dy) = (0, 0);
        _position = null;
    }

    private sealed class Channel(SpiceInputs owner) : IChannelHandler
    {
        private const ushort Init = 101;
        private const ushort KeyModifiers = 102;
        private const ushort MotionAck = 111;

        private IChannelSender? _sender;
        private bool _takesScancodes;

        public ChannelType Type => ChannelType.Inputs;

        public byte Id => 0;

        public IReadOnlyList<uint> Capabilities { get; } = [1u << (int)KeyScancodeCapability];

        public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
        {
            _sender = sender;
            _takesScancodes = LinkWire.HasBit(serverCapabilities, (int)KeyScancodeCapability);
        }

        public void Handle(ushort type, ReadOnlySpan<byte> body)
        {
            switch (type)
            {
                case Init:
                    owner.Open(_sender!, _takesScancodes, Known(new WireReader(body, "INPUTS_INIT").U16()));
                    break;
                case KeyModifiers:
                    var locks = Known(new WireReader(body, "KEY_MODIFIERS").U16());
                    if (owner.TakeLocks(locks))
                    {
                        owner.LocksChanged?.Invoke(locks);
                    }

                    break;
                case MotionAck:
                    owner.Acknowledged();
                    break;
                default:
                    break;
            }
        }

        public void Closed() => owner.Lose();

        private static KeyLocks Known(ushort wire) => (KeyLocks)(wire & (int)(KeyLocks.Scroll | KeyLocks.Num | KeyLocks.Caps));
    }
}
