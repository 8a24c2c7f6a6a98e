using System.Buffers.Binary;

namespace Oriel.Spice.Picture;

/// <summary>Reads the fields of one message body in order; anything that would lie outside of it ends the channel with an error that names the numbers.</summary>
internal ref struct BodyReader
{
    private readonly ushort _type;
    private int _at;

    public BodyReader(ushort type, ReadOnlySpan<byte> body)
    {
        _type = type;
        Body = body;
    }

    /// <summary>The whole body; pointers count from its first byte.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public readonly int Left => Body.Length - _at;

    public byte U8() => Bytes(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2));

    public short I16() => BinaryPrimitives.ReadInt16LittleEndian(Bytes(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    public int I32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public Box Rect()
    {
        var (top, left, bottom, right) = (I32(), I32(), I32(), I32());
        return new Box(left, top, right, bottom);
    }

    public ReadOnlySpan<byte> Bytes(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"message {_type} is too short: {count} bytes are wanted at {_at} of {Body.Length}");
        }

        var bytes = Body.Slice(_at, (int)count);
        _at += (int)count;
        return bytes;
    }

    public ReadOnlySpan<byte> Rest() => Bytes(Left);

    /// <summary>A reader at a pointer of this message.</summary>
    public readonly BodyReader At(uint pointer)
    {
        if (pointer > Body.Length)
        {
            throw Broken($"pointer {pointer} leads outside of {Body.Length} bytes");
        }

        return new BodyReader(_type, Body) { _at = (int)pointer };
    }

    public readonly SpiceException Broken(string what) => new(SpiceFailure.Protocol, $"message {_type}: {what}");

    /// <summary>Correct, but nothing this client can draw: the channel has to be linked again, which brings the whole screen (spice.md section 12.1).</summary>
    public readonly SpiceException CannotDraw(string what) => new(SpiceFailure.Protocol, $"message {_type} cannot be drawn: {what}");
}
