using System.Diagnostics;
using Oriel.Relay.Consumer;
using Oriel.Spice.Picture;

namespace Oriel.Cli.Fallback;

/// <summary>
/// Carries the emulated screen from the SPICE display channel to the renderer while it is wanted, on a thread of its own (<c>oriel-fallback</c>): waits for "changed", copies the
/// damaged rows into a lent slot, publishes. Not the frame path, but of the same make: latest wins, no copy of what did not change.
/// <para>
/// While the relay's picture is shown nothing is copied. The display channel stays linked all the same, so that a dying agent costs no reconnect, unless the guest draws so much on
/// the emulated screen that following it costs noticeable time; then it is unlinked until it is wanted again.
/// </para>
/// Public members are for any thread.
/// </summary>
internal sealed class FallbackFeed : IDisposable
{
    /// <summary>Shortest time between two pictures; a screen that changes in many small steps is not worth a drawing for each.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(8);

    private readonly DisplayChannel _display;
    private readonly FallbackWriter _writer;
    private readonly FallbackPointer _pointer;
    private readonly LinkPolicy _policy;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private bool _isWanted;
    private bool _isStopping;
    private bool _isDisposed;

    /// <summary>Connects the channels with the renderer; takes their <c>Changed</c> slots. The session must not have started yet.</summary>
    /// <param name="display">The display channel.</param>
    /// <param name="cursor">The cursor channel.</param>
    /// <param name="sink">The renderer's second sink; nobody else may use it.</param>
    /// <param name="link">Links (true) or unlinks the display channel; called on the feed's thread, must not block. Null = it always stays linked.</param>
    public FallbackFeed(DisplayChannel display, CursorChannel cursor, IFrameSink sink, Action<bool>? link = null)
    {
        ArgumentNullException.ThrowIfNull(display);
        ArgumentNullException.ThrowIfNull(cursor);
        _display = display;
        _writer = new FallbackWriter(sink);
        _pointer = new FallbackPointer(cursor, sink);
        _policy = new LinkPolicy(() => display.ReceivedBytes, link);
        _display.Screen.Changed = Wake;
        cursor.Changed = Wake;
        _thread = new Thread(Run) { Name = "oriel-fallback", IsBackground = true };
    }

    /// <summary>Pictures handed to the renderer.</summary>
    public long Pictures => _writer.Pictures;

    /// <summary>The feed asked for the display channel to be linked.</summary>
    public bool IsLinkWanted => _policy.IsLinked;

    /// <summary>Begins, with the picture not wanted.</summary>
    public void Start() => _thread.Start();

    /// <summary>The emulated screen is to be shown, or not. Renderers say when: whenever their picture does not come from the relay.</summary>
    public void SetWanted(bool isWanted)
    {
        Volatile.Write(ref _isWanted, isWanted);
        Wake();
    }

    /// <summary>Draws the pointer's hot spot at this place (guest pixels) instead of where the server says: in client mouse mode the server does not tell (spice.md section 11.2). Null = the server's place.</summary>
    public void PlacePointer((int X, int Y)? place)
    {
        _pointer.Place(place);
        Wake();
    }

    /// <summary>Stops the thread. Dispose it before the renderer.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _display.Screen.Changed = null;
        _pointer.Disconnect();
        Volatile.Write(ref _isStopping, true);
        _wake.Set();
        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted) || _thread.Join(TimeSpan.FromSeconds(3)))
        {
            _wake.Dispose();
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Set();
        }
        catch (ObjectDisposedException)
        {
            // A channel that was just about to say something when the feed ended.
        }
    }

    private void Run()
    {
        while (!Volatile.Read(ref _isStopping))
        {
            if (!Volatile.Read(ref _isWanted))
            {
                _writer.Pause();
                _policy.Idle();
                _wake.WaitOne(_policy.NextLook);
                continue;
            }

            _policy.Want();
            var began = Stopwatch.GetTimestamp();
            _display.Screen.Read(_writer, static (in content, writer) => writer.Take(content));
            _pointer.Forward(_writer.OriginX, _writer.OriginY);
            WaitForNext(began);
        }
    }

    private void WaitForNext(long began)
    {
        _wake.WaitOne(_display.Screen.NextChange is { } due ? due + TimeSpan.FromMilliseconds(1) : Timeout.InfiniteTimeSpan);
        // Whatever comes meanwhile is read after the pace, all at once; only the end, or the relay's return, does not wait for it.
        for (var rest = Rest(began); rest > TimeSpan.Zero && !Volatile.Read(ref _isStopping) && Volatile.Read(ref _isWanted); rest = Rest(began))
        {
            _wake.WaitOne(rest);
        }
    }

    private static TimeSpan Rest(long began) => s_pace - Stopwatch.GetElapsedTime(began);
}
