using Oriel.Cli.Pictures;
using Oriel.Display.Upload;
using Oriel.Relay.Consumer;

namespace Oriel.Cli.Record;

/// <summary>How pictures are spread over time.</summary>
/// <param name="RateHz">Pictures a second; with <paramref name="IsVariable"/> the most of those in which only the pointer moved.</param>
/// <param name="IsVariable">Each frame at its own time.</param>
/// <param name="IsLive">Somebody watches: every picture is written, also where nothing changed.</param>
/// <param name="Duration">The end; zero = none.</param>
internal readonly record struct RecordPace(double RateHz, bool IsVariable, bool IsLive, TimeSpan Duration);

/// <summary>
/// Takes frames, pointer and sound from their places and writes them with their times, until it is told to stop or the time is over. Runs on the thread that calls <see cref="Run"/>, which may be
/// held up by the encoder; figures are for any thread.
/// </summary>
internal sealed class RecordLoop(PictureStore store, PictureWriter writer, IPictureOutput output, RecordedSound? sound, RecordPace pace, WaitHandle stop)
{
    private const long SecondNs = 1_000_000_000;

    // The encoder repeats the last picture by itself; it still has to hear from us, so that sound and pictures stay side by side.
    private const double MostSilenceSeconds = 0.25;
    private const int LookMs = 100;
    private const int TailPictures = 3;

    // Matroska's own ticks: two pictures in one would be one.
    private const long LeastStepNs = 1_000_000;
    private StoredPicture? _current;
    private CursorState _cursor;
    private long _beginNs;
    private long _written;
    private long _dropped;
    private long _timeNs;

    /// <summary>Called several times a second on the loop's thread.</summary>
    public Action? Progress { get; init; }

    /// <summary>Pictures of the recording, repeated ones too.</summary>
    public long Pictures => pace.IsVariable ? Volatile.Read(ref _written) : (long)Math.Round(Volatile.Read(ref _timeNs) * pace.RateHz / SecondNs);

    /// <summary>Pictures that were written, which with a constant rate leaves out those the encoder repeats.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>Moments of a constant rate that passed while the encoder did not read.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Length so far.</summary>
    public TimeSpan Time => TimeSpan.FromTicks(Volatile.Read(ref _timeNs) / 100);

    /// <summary>Records, beginning with a picture that becomes the loop's.</summary>
    public void Run(StoredPicture first)
    {
        _current = first;
        _cursor = store.Cursor.Read();
        output.Begin();

        // Time begins when the encoder has taken the first picture: what it takes to start is not lost.
        Write(0);
        _beginNs = FrameTimes.Now();
        sound?.Begin(_beginNs);
        if (pace.IsVariable)
        {
            RunVariable();
        }
        else
        {
            RunConstant();
        }

        if (sound is not null)
        {
            sound.Finish(_beginNs + _timeNs);
            WriteSound();
        }
    }

    private static bool IsSame(in CursorState a, in CursorState b, int generation) =>
        a.IsVisible == b.IsVisible && (!a.IsVisible || (a.X == b.X && a.Y == b.Y && generation == b.Shape.Generation));

    private void RunConstant()
    {
        var period = SecondNs / pace.RateHz;
        var end = pace.Duration > TimeSpan.Zero ? Math.Max(1, (long)Math.Round(pace.Duration.TotalSeconds * pace.RateHz)) : long.MaxValue;
        var mostSilent = pace.IsLive ? 1 : Math.Max(1, (long)(pace.RateHz * MostSilenceSeconds));

        // At its end ffmpeg repeats the last picture as often as it did in the middle of its last three: these come one by one.
        var tail = mostSilent > 1 ? TailPictures : 0;
        long tick = 0, lastWritten = 0;
        while (true)
        {
            if (tick > 0 && (TakeNews() || tick >= end - tail || tick - lastWritten >= mostSilent))
            {
                Write((long)(tick * period));
                lastWritten = tick;
            }

            Volatile.Write(ref _timeNs, (long)((tick + 1) * period));
            WriteSound();
            Progress?.Invoke();
            if (tick + 1 < end && Wait(_beginNs + (long)((tick + 1) * period)))
            {
                end = Math.Min(end, tick + 1 + tail);
            }

            if (tick + 1 >= end)
            {
                break;
            }

            var next = Math.Clamp((long)((FrameTimes.Now() - _beginNs) / period), tick + 1, Math.Max(tick + 1, end - Math.Max(1, tail)));
            Volatile.Write(ref _dropped, _dropped + next - tick - 1);
            tick = next;
        }

        if (lastWritten != tick)
        {
            // The last moment is told, so that the recording is as long as it took.
            Write((long)(tick * period));
        }
    }

    private void RunVariable()
    {
        var least = (long)(SecondNs / pace.RateHz);
        var endNs = pace.Duration > TimeSpan.Zero ? pace.Duration.Ticks * 100 : long.MaxValue / 2;
        long last = 0;
        while (true)
        {
            var now = FrameTimes.Now() - _beginNs;
            if (now >= endNs || stop.WaitOne(0))
            {
                break;
            }

            var wait = Math.Min(LookMs, (int)Math.Clamp((endNs - now + LeastStepNs - 1) / LeastStepNs, 0, LookMs));
            var isPointerDue = now - last >= least;
            if (!isPointerDue)
            {
                wait = Math.Min(wait, (int)((least - (now - last) + LeastStepNs - 1) / LeastStepNs));
            }

            while (store.Take() is { } picture)
            {
                PictureStore.Return(_current);
                _current = picture;
                _cursor = store.Cursor.Read();
                last = Math.Min(Math.Max(picture.TimeNs - _beginNs, last + LeastStepNs), endNs);
                Write(last);
                Volatile.Write(ref _timeNs, last);
                WriteSound();
            }

            if (isPointerDue && TakeCursor())
            {
                last = Math.Max(FrameTimes.Now() - _beginNs, last + LeastStepNs);
                Write(last);
            }

            Volatile.Write(ref _timeNs, Math.Max(last, now));
            WriteSound();
            Progress?.Invoke();
            WaitHandle.WaitAny([stop, store.News], wait);
        }

        // Once more at the end: the last picture was there until then.
        var end = Math.Min(endNs, FrameTimes.Now() - _beginNs);
        if (end - last >= LeastStepNs)
        {
            Write(end);
        }

        Volatile.Write(ref _timeNs, Math.Max(end, last));
    }

    // True when the picture is another one now.
    private bool TakeNews()
    {
        var picture = store.Take();
        if (picture is not null)
        {
            PictureStore.Return(_current);
            _current = picture;
        }

        return TakeCursor() | (picture is not null);
    }

    private bool TakeCursor()
    {
        // The shape's memory is used again for another one: its number is taken before it is asked for.
        var generation = _cursor.Shape.Generation;
        var cursor = store.Cursor.Read();
        var isSame = IsSame(_cursor, cursor, generation);
        _cursor = cursor;
        return !isSame;
    }

    private void Write(long timeNs)
    {
        writer.Write(_current!, _cursor, output, timeNs / 1000);
        Volatile.Write(ref _written, _written + 1);
    }

    private void WriteSound()
    {
        while (sound is not null && sound.TryTake(out var timeUs, out var samples))
        {
            output.WriteSound(timeUs, samples);
            sound.Next();
        }
    }

    // True when it was told to stop meanwhile.
    private bool Wait(long untilNs)
    {
        var left = untilNs - FrameTimes.Now();
        return stop.WaitOne(left <= 0 ? 0 : (int)((left + LeastStepNs - 1) / LeastStepNs));
    }
}
