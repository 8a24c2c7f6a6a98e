namespace Oriel.Relay.Consumer;

/// <summary>
/// Latest-wins words from any thread to the feed: where the guest's cursor should be and how large the window is. Two 32-bit numbers travel in one
/// 64-bit word, so they never tear; a second word says that there is news.
/// </summary>
internal sealed class ControlMailbox
{
    private long _word;
    private int _isNew;

    /// <summary>Replaces what waits. Any thread.</summary>
    public void Put(uint first, uint second)
    {
        Volatile.Write(ref _word, unchecked((long)(((ulong)first << 32) | second)));
        Volatile.Write(ref _isNew, 1);
    }

    /// <summary>Something waits. Feed thread.</summary>
    public bool HasMail => Volatile.Read(ref _isNew) != 0;

    /// <summary>Takes what waits. Feed thread. A write that comes between the two reads is taken now and once more: harmless, it is the newest.</summary>
    public bool TryTake(out uint first, out uint second)
    {
        first = second = 0;
        if (Interlocked.Exchange(ref _isNew, 0) == 0)
        {
            return false;
        }

        var word = unchecked((ulong)Volatile.Read(ref _word));
        first = (uint)(word >> 32);
        second = (uint)(word & uint.MaxValue);
        return true;
    }

    /// <summary>Throws away what waits. Feed thread.</summary>
    public void Clear() => Volatile.Write(ref _isNew, 0);
}
