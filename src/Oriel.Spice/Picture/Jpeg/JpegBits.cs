namespace Oriel.Spice.Picture.Jpeg;

/// <summary>The bits of entropy-coded data, stuffing removed. Behind a marker or the end come zeros, and <see cref="IsBeyond"/> says so once too many were used.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private uint _window;
    private int _count;
    private int _padding;

    /// <summary>More bits were taken than there are.</summary>
    public readonly bool IsBeyond => _padding > _count;

    public int Peek(int count)
    {
        while (_count < count)
        {
            var next = 0;
            if (_at < _data.Length && (_data[_at] != 0xFF || (_at + 1 < _data.Length && _data[_at + 1] == 0)))
            {
                next = _data[_at];
                _at += next == 0xFF ? 2 : 1;
            }
            else
            {
                _padding += 8;
            }

            _window = (_window << 8) | (uint)next;
            _count += 8;
        }

        return (int)((_window >> (_count - count)) & ((1u << count) - 1));
    }

    public void Skip(int count) => _count -= count;

    /// <summary>A value of so many bits with its sign (T.81 F.2.2.1).</summary>
    public int Receive(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var value = Peek(count);
        Skip(count);
        return value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes behind the next restart marker; false when there is none.</summary>
    public bool TryRestart()
    {
        _count = _padding = 0;
        _window = 0;
        while (_at + 1 < _data.Length)
        {
            if (_data[_at] == 0xFF && _data[_at + 1] is >= 0xD0 and <= 0xD7)
            {
                _at += 2;
                return true;
            }

            _at++;
        }

        return false;
    }
}
