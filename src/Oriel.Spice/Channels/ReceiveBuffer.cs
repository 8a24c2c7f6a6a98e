using System.Buffers;

namespace Oriel.Spice.Channels;

/// <summary>
/// The reading half of a channel: bytes of the stream, cut where the caller wants. Short bodies are seen in place; long ones are collected in a pooled array that grows
/// with the bytes that really arrive, so that an announced size costs nothing. One reader only.
/// </summary>
internal sealed class ReceiveBuffer(Stream stream, CancellationToken cancellation) : IDisposable
{
    /// <summary>Bodies up to this length are not copied.</summary>
    public const int InPlace = 64 << 10;

    private const int FirstStep = 1 << 20;
    private const int KeptAtMost = 64 << 20;

    private byte[] _input = ArrayPool<byte>.Shared.Rent(InPlace + 64);
    private byte[] _long = [];
    private int _start;
    private int _end;

    /// <summary>Makes the next bytes available.</summary>
    /// <returns>False: the stream ended before them.</returns>
    public ValueTask<bool> FillAsync(int count) => _end - _start >= count ? new ValueTask<bool>(true) : FillSlowAsync(count);

    /// <summary>The next bytes, after <see cref="FillAsync"/>; they stay until <see cref="Consume"/>.</summary>
    public ReadOnlyMemory<byte> Peek(int count) => _input.AsMemory(_start, count);

    /// <summary>Done with these bytes.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Bytes are there, but fewer than asked for.</summary>
    public int Buffered => _end - _start;

    /// <summary>Throws the next bytes away.</summary>
    /// <returns>False: the stream ended before them.</returns>
    public async ValueTask<bool> SkipAsync(int count)
    {
        while (count > 0)
        {
            if (!await FillAsync(1).ConfigureAwait(false))
            {
                return false;
            }

            var step = Math.Min(count, _end - _start);
            _start += step;
            count -= step;
        }

        return true;
    }

    /// <summary>A body that is longer than <see cref="InPlace"/>; valid until the next call of anything here.</summary>
    /// <returns>Empty: the stream ended before its end.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLongAsync(int size)
    {
        var have = Math.Min(_end - _start, size);
        if (_long.Length < have || _long.Length == 0)
        {
            Replace(Math.Min(size, FirstStep), 0);
        }

        _input.AsSpan(_start, have).CopyTo(_long);
        _start += have;
        while (have < size)
        {
            if (have == _long.Length)
            {
                Replace(Math.Min(size, 2 * have), have);
            }

            var room = Math.Min(size, _long.Length) - have;
            var got = await stream.ReadAsync(_long.AsMemory(have, room), cancellation).ConfigureAwait(false);
            if (got == 0)
            {
                return default;
            }

            have += got;
        }

        return _long.AsMemory(0, size);
    }

    /// <summary>The long body was handled: a very large array goes back.</summary>
    public void Trim()
    {
        if (_long.Length > KeptAtMost)
        {
            ArrayPool<byte>.Shared.Return(_long);
            _long = [];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_input);
        _input = [];
        if (_long.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_long);
            _long = [];
        }
    }

    private async ValueTask<bool> FillSlowAsync(int count)
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            (_start, _end) = (0, _end - _start);
        }

        while (_end < count)
        {
            var got = await stream.ReadAsync(_input.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (got == 0)
            {
                return false;
            }

            _end += got;
        }

        return true;
    }

    private void Replace(int size, int keep)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _long.AsSpan(0, keep).CopyTo(larger);
        if (_long.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_long);
        }

        _long = larger;
    }
}
