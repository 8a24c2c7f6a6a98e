using System.Buffers.Binary;

namespace Oriel.Spice;

/// <summary>Reads a message body field by field; every read is checked, and a body that is too short names the message and the numbers.</summary>
internal ref struct WireReader
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly string _message;
    private int _at;

    /// <summary>Starts at the beginning.</summary>
    /// <param name="body">The body, header left out.</param>
    /// <param name="message">What it is, for the error: "MAIN_INIT".</param>
    public WireReader(ReadOnlySpan<byte> body, string message)
    {
        _body = body;
        _message = message;
    }

    /// <summary>Offset of the next field.</summary>
    public readonly int Position => _at;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Left => _body.Length - _at;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public short I16() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int I32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>The next bytes, not copied.</summary>
    public ReadOnlySpan<byte> Bytes(uint count) => Take(count);

    /// <summary>Everything that is left, not copied.</summary>
    public ReadOnlySpan<byte> Rest() => Take((uint)Left);

    /// <summary>A reader of the same body at another place: what a pointer of the wire (spice.md section 1) refers to.</summary>
    public readonly WireReader At(uint offset)
    {
        if (offset > (uint)_body.Length)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{_message}: a pointer to offset {offset} is outside the body of {_body.Length} bytes");
        }

        return new WireReader(_body, _message) { _at = (int)offset };
    }

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)Left)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{_message}: {count} bytes at offset {_at} are outside the body of {_body.Length} bytes");
        }

        var taken = _body.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }
}
