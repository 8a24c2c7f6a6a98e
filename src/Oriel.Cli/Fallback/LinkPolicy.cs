using System.Diagnostics;

namespace Oriel.Cli.Fallback;

/// <summary>
/// Decides whether the display channel stays linked while its picture is not wanted. An emulated screen on which nothing happens, the rule beside a passed-through GPU, costs nothing and
/// stays, so it can be shown at once. One that is drawn on all the time costs what its pixels cost, and is unlinked; linking it again takes about a tenth of a second.
/// Fallback thread, except <see cref="IsLinked"/>.
/// </summary>
internal sealed class LinkPolicy(Func<long> receivedBytes, Action<bool>? link)
{
    /// <summary>A screen of text with a blinking cursor stays far below; a video or a busy desktop is far above.</summary>
    public const long BytesPerSecond = 1_000_000;

    /// <summary>How long it is watched before the decision.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private bool _isLinked = true;
    private bool _isWatching;
    private long _since;
    private long _before;

    /// <summary>The channel is to be linked; any thread.</summary>
    public bool IsLinked => Volatile.Read(ref _isLinked);

    /// <summary>How long <see cref="Idle"/> has nothing to do.</summary>
    public TimeSpan NextLook => _isLinked && link is not null ? Interval : Timeout.InfiniteTimeSpan;

    /// <summary>The picture is wanted.</summary>
    public void Want()
    {
        _isWatching = false;
        Set(isLinked: true);
    }

    /// <summary>The picture is not wanted (again).</summary>
    public void Idle()
    {
        if (!_isLinked || link is null)
        {
            return;
        }

        var (now, bytes) = (Stopwatch.GetTimestamp(), receivedBytes());
        if (!_isWatching)
        {
            (_isWatching, _since, _before) = (true, now, bytes);
            return;
        }

        var elapsed = Stopwatch.GetElapsedTime(_since, now);
        if (elapsed < Interval)
        {
            return;
        }

        var rate = (bytes - _before) / elapsed.TotalSeconds;
        (_since, _before) = (now, bytes);
        if (rate > BytesPerSecond)
        {
            Set(isLinked: false);
        }
    }

    private void Set(bool isLinked)
    {
        if (isLinked != _isLinked)
        {
            Volatile.Write(ref _isLinked, isLinked);
            link?.Invoke(isLinked);
        }
    }
}
