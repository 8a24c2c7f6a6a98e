using System.Diagnostics;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Record;

/// <summary>What a recording says on the terminal: notes, and a line of progress that is written over. All of it on standard error. For the recording thread.</summary>
internal sealed class RecordConsole(bool isQuiet)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMilliseconds(500);
    private readonly bool _hasLine = !isQuiet && !Console.IsErrorRedirected;
    private long _last = Stopwatch.GetTimestamp();
    private long _written;
    private int _shown;
    private bool _isAway;

    /// <summary>A sentence.</summary>
    public void Note(string text)
    {
        if (!isQuiet)
        {
            Clear();
            Console.Error.WriteLine($"oriel: {text}");
        }
    }

    /// <summary>Says once when the guest goes away, and when it is back.</summary>
    public void Tell(RelayStatus? status)
    {
        var isAway = status is not null && status.State != RelayState.Live;
        if (isAway != _isAway)
        {
            _isAway = isAway;
            Note(isAway ? $"the guest is away ({Commands.PlainText.Safe(status!.Detail)}): the last picture is held" : "the guest is back");
        }
    }

    /// <summary>The line of progress, twice a second.</summary>
    public void Progress(RecordLoop loop, Func<long?> bytes, Func<long> dropped)
    {
        var elapsed = Stopwatch.GetElapsedTime(_last);
        if (!_hasLine || elapsed < s_every)
        {
            return;
        }

        var pictures = loop.Pictures;
        var text = RecordText.Progress(loop.Time, bytes(), (pictures - _written) / elapsed.TotalSeconds, dropped());
        (_last, _written) = (Stopwatch.GetTimestamp(), pictures);
        Console.Error.Write("\r" + text.PadRight(_shown));
        _shown = text.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_shown > 0)
        {
            Console.Error.Write("\r" + new string(' ', _shown) + "\r");
            _shown = 0;
        }
    }

    /// <summary>Asks whether a file may be replaced; null when there is nobody to ask.</summary>
    public static bool? MayReplace(string path)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write($"oriel: {Commands.PlainText.Safe(path)} exists. Replace it? [y/N] ");
        return Console.ReadLine() is { } answer && answer.Trim() is "y" or "Y" or "yes";
    }
}
