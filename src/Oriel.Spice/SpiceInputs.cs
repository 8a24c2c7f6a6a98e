using System.Buffers.Binary;

namespace Oriel.Spice;

/// <summary>
/// The INPUTS channel (spice.md section 8): keys, locks, buttons, wheel, motion with flow control. For any thread; nothing blocks. While the channel is not linked
/// everything is dropped, and <see cref="IsReady"/> is false.
/// </summary>
public sealed partial class SpiceInputs
{
    private const ushort KeyDownMessage = 101;
    private const ushort KeyUpMessage = 102;
    private const ushort KeyModifiersMessage = 103;
    private const ushort KeyScancodeMessage = 104;

    /// <summary>Bytes of one KEY_SCANCODE: the server's receive buffer is finite.</summary>
    private const int ScancodesAtOnce = 32;

    /// <summary>A server tells its own idea of the locks this long after a lock key (2.0 s, spice.md section 8.3); what the guest says comes at once.</summary>
    private static readonly TimeSpan s_ownIdeaFrom = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_ownIdeaUntil = TimeSpan.FromSeconds(3);

    private static readonly byte[] s_pause = [0xE1, 0x1D, 0x45, 0xE1, 0x9D, 0xC5];

    private readonly Lock _gate = new();
    private readonly List<PcKey> _held = [];
    private readonly TimeProvider _time;
    private IChannelSender? _sender; // Null until INIT: then nothing may be sent.
    private bool _takesScancodes;
    private KeyLocks _locks;
    private bool _inDoubt;
    private long _lockByteAt;

    /// <summary>Creates the inputs of a session.</summary>
    public SpiceInputs()
        : this(TimeProvider.System)
    {
    }

    /// <summary>With a clock of the test's own.</summary>
    internal SpiceInputs(TimeProvider time)
    {
        _time = time;
        Handler = new Channel(this);
    }

    /// <summary>Linked and INIT seen.</summary>
    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return _sender is not null;
            }
        }
    }

    /// <summary>Locks as the server last told (1 scroll, 2 num, 4 caps).</summary>
    public KeyLocks GuestLocks
    {
        get
        {
            lock (_gate)
            {
                return _locks;
            }
        }
    }

    /// <summary>Called when the server tells the guest's locks, on the pool. Set it before the session starts; it must only post elsewhere.</summary>
    public Action<KeyLocks>? LocksChanged { get; set; }

    /// <summary>Called when the channel becomes ready, or is lost (false: the server released all keys). Same rules.</summary>
    public Action<bool>? ReadyChanged { get; set; }

    /// <summary>The channel, for the session.</summary>
    internal IChannelHandler Handler { get; }

    /// <summary>A key goes down. Remembered, so that <see cref="ReleaseAll"/> knows it; a key that is down already is sent again (repeat) only when <paramref name="repeat"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public void KeyDown(PcKey key, bool repeat = false)
    {
        Check(key);
        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            var held = _held.Contains(key);
            if (held && (!repeat || key == PcKey.Pause))
            {
                return;
            }

            if (!held)
            {
                _held.Add(key);
            }

            if (key == PcKey.Pause)
            {
                Pause();
            }
            else
            {
                SendKey(KeyDownMessage, Code(key, up: false));
            }

            NoteLockByte(key);
        }
    }

    /// <summary>A key goes up; ignored when it is not down.</summary>
    public void KeyUp(PcKey key)
    {
        lock (_gate)
        {
            if (_held.Remove(key))
            {
                SendKey(KeyUpMessage, Code(key, up: true));
            }
        }
    }

    /// <summary>All presses, then all releases in reverse order, in as few messages as the server allows (Ctrl+Alt+Del and the like). Keys held by the user stay held.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such key.</exception>
    public void Chord(ReadOnlySpan<PcKey> keys)
    {
        foreach (var key in keys)
        {
            Check(key);
        }

        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            var pressed = new List<PcKey>();
            foreach (var key in keys)
            {
                if (!_held.Contains(key) && !pressed.Contains(key))
                {
                    pressed.Add(key);
                }
            }

            if (_takesScancodes)
            {
                SendScancodes(pressed);
            }
            else
            {
                SendOneByOne(pressed);
            }

            pressed.ForEach(NoteLockByte);
        }
    }

    /// <summary>
    /// Sends the wanted locks (on focus gain). When the server's idea of the locks cannot be trusted (after Pause: section 8.3) the lock keys themselves are typed where the
    /// guest differs.
    /// </summary>
    public void SetLocks(KeyLocks locks)
    {
        lock (_gate)
        {
            if (_sender is null)
            {
                return;
            }

            if (!_inDoubt)
            {
                Span<byte> body = stackalloc byte[2];
                BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)locks);
                _sender.Send(KeyModifiersMessage, body);
                _lockByteAt = _time.GetTimestamp();
                return;
            }

            var wrong = locks ^ _locks;
            _locks = locks;
            var keys = new List<PcKey>();
            foreach (var (flag, key) in new[] { (KeyLocks.Scroll, new PcKey(0x46)), (KeyLocks.Num, new PcKey(0x45)), (KeyLocks.Caps, new PcKey(0x3A)) })
            {
                if ((wrong & flag) != 0)
                {
                    keys.Add(key);
                }
            }

            SendOneByOne(keys, inOrder: true);
            keys.ForEach(NoteLockByte);
        }
    }

    /// <summary>Releases every key and button that is down.</summary>
    public void ReleaseAll()
    {
        lock (_gate)
        {
            for (var i = _held.Count - 1; i >= 0; i--)
            {
                SendKey(KeyUpMessage, Code(_held[i], up: true));
            }

            _held.Clear();
            ReleaseButtons();
        }
    }

    /// <summary>The bytes of a key as the u32 of KEY_DOWN and KEY_UP has them, first byte lowest (spice.md section 8.2).</summary>
    internal static uint Code(PcKey key, bool up)
    {
        if (key == PcKey.Pause && up)
        {
            // The sequence holds press and release, but QEMU makes a press of it only: with a USB or virtio keyboard the guest would see Pause held for ever. This is what QEMU takes for
            // the release; a PS/2 guest sees nothing of it.
            return 0xC6E0;
        }

        var code = (uint)(key.Code & 0x7F) | (up ? 0x80u : 0);
        return key.IsExtended ? 0xE0 | (code << 8) : code;
    }

    private static void Check(PcKey key)
    {
        var known = key.Code is (>= 1 and <= 0x7F) or (>= 0xE001 and <= 0xE07F) || key == PcKey.Pause;
        if (!known)
        {
            throw new ArgumentOutOfRangeException(nameof(key), key, "no key of a PC keyboard");
        }
    }

    private void SendKey(ushort message, uint code)
    {
        Span<byte> body = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(body, code);
        _sender?.Send(message, body);
    }

    /// <summary>The press of Pause is press and release on a PS/2 wire: all six bytes at once, or the pair that takes effect on the second message.</summary>
    private void Pause()
    {
        if (_takesScancodes)
        {
            _sender?.Send(KeyScancodeMessage, s_pause);
        }
        else
        {
            SendKey(KeyDownMessage, 0x00451DE1);
            SendKey(KeyUpMessage, 0x00C59DE1);
        }
    }

    private void SendScancodes(List<PcKey> keys)
    {
        var bytes = new List<byte>();
        void Add(ReadOnlySpan<byte> key)
        {
            if (bytes.Count + key.Length > ScancodesAtOnce)
            {
                _sender?.Send(KeyScancodeMessage, bytes.ToArray());
                bytes.Clear();
            }

            bytes.AddRange(key);
        }

        foreach (var key in keys)
        {
            Add(key == PcKey.Pause ? s_pause : key.IsExtended ? [0xE0, (byte)(key.Code & 0x7F)] : [(byte)key.Code]);
        }

        foreach (var key in keys.AsEnumerable().Reverse())
        {
            var code = Code(key, up: true);
            Add(code > 0xFF ? [(byte)(code & 0xFF), (byte)(code >> 8)] : [(byte)code]);
        }

        if (bytes.Count > 0)
        {
            _sender?.Send(KeyScancodeMessage, bytes.ToArray());
        }
    }

    private void SendOneByOne(List<PcKey> keys, bool inOrder = false)
    {
        foreach (var key in keys)
        {
            if (key == PcKey.Pause)
            {
                Pause();
            }
            else
            {
                SendKey(KeyDownMessage, Code(key, up: false));
            }

            if (inOrder)
            {
                SendKey(KeyUpMessage, Code(key, up: true));
            }
        }

        foreach (var key in keys.AsEnumerable().Reverse().Where(_ => !inOrder))
        {
            SendKey(KeyUpMessage, Code(key, up: true));
        }
    }

    /// <summary>
    /// A server looks for lock keys in every byte, prefix or not (spice.md section 8.3): the 45 inside Pause and E0 46 make it believe in locks that the guest never had. From
    /// then on its idea counts for nothing, until the guest itself tells its lamps.
    /// </summary>
    private void NoteLockByte(PcKey key)
    {
        var lockByte = key == PcKey.Pause || (key.Code & 0x7F) is 0x3A or 0x45 or 0x46;
        if (lockByte)
        {
            _lockByteAt = _time.GetTimestamp();
            _inDoubt |= key == PcKey.Pause || key.IsExtended;
        }
    }

    /// <summary>KEY_MODIFIERS: true = the guest's lamps; false = the server's idea while that is wrong.</summary>
    private bool TakeLocks(KeyLocks locks)
    {
        lock (_gate)
        {
            if (_inDoubt)
            {
                var age = _time.GetElapsedTime(_lockByteAt);
                if (age >= s_ownIdeaFrom && age <= s_ownIdeaUntil)
                {
                    return false;
                }
            }

            _inDoubt = false;
            _locks = locks;
            return true;
        }
    }
}
