using Oriel.Cli.Input;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Tests.Input;

/// <summary>A router between a headless window and a model guest whose 1000x800 screen is shown at twice its size, 100 pixels from the left and 50 from the top.</summary>
internal sealed class InputBench : IInputFeedback, IPictureMap, IDisposable
{
    public const int Left = 100;
    public const int Top = 50;

    public InputBench(InputOptions? options = null, ModelGuest? guest = null)
    {
        Guest = guest ?? new ModelGuest();
        Pointer = new GuestPointer(Clock);
        Router = new InputRouter(options ?? new InputOptions(), Window, Guest, this, Pointer, this, Clock);
        Router.SetPictureShown(true);
    }

    public TestClock Clock { get; } = new();

    public HeadlessWindow Window { get; } = new(new WindowOptions());

    public ModelGuest Guest { get; }

    public GuestPointer Pointer { get; }

    public InputRouter Router { get; }

    public List<string> Notices { get; } = [];

    public IReadOnlyList<string>? Help { get; private set; }

    public (int Width, int Height) GuestSize { get; set; } = (1000, 800);

    public string Calls
    {
        get
        {
            var text = string.Join(' ', Guest.Calls);
            Guest.Calls.Clear();
            return text;
        }
    }

    public ViewerCommand Down(PhysicalKey key, bool repeat = false) => Router.Take(new WindowEvent(WindowEventKind.KeyDown) { Key = key, IsRepeat = repeat });

    public void Up(PhysicalKey key)
    {
        // Not Assert.Equal: it allocates, and this is measured.
        if (Router.Take(new WindowEvent(WindowEventKind.KeyUp) { Key = key }) != ViewerCommand.None)
        {
            Assert.Fail("a release is never a command");
        }
    }

    public void Tap(PhysicalKey key)
    {
        Down(key);
        Up(key);
    }

    /// <summary>The host's pointer goes to where the guest's pixel is shown.</summary>
    public void PointAt(int guestX, int guestY) => Move(Left + (2 * guestX), Top + (2 * guestY));

    public void Move(int x, int y) => Router.Take(new WindowEvent(WindowEventKind.PointerMoved) { X = x, Y = y });

    public void MoveBy(int dx, int dy) => Router.Take(new WindowEvent(WindowEventKind.PointerMoved) { DeltaX = dx, DeltaY = dy, IsRelative = true });

    public void Press(PointerButton button, int guestX = 10, int guestY = 10) =>
        Router.Take(new WindowEvent(WindowEventKind.ButtonDown) { Button = button, X = Left + (2 * guestX), Y = Top + (2 * guestY) });

    public void Release(PointerButton button) => Router.Take(new WindowEvent(WindowEventKind.ButtonUp) { Button = button });

    public void Wheel(float notches) => Router.Take(new WindowEvent(WindowEventKind.Wheel) { WheelY = notches });

    public void Happen(WindowEventKind kind)
    {
        Window.Inject(new WindowEvent(kind));
        Assert.True(Window.TryWait(TimeSpan.Zero, out var e));
        Router.Take(e);
    }

    /// <summary>Time passes as the viewer lets it: it looks when the router asked to be called.</summary>
    public void Pass(int milliseconds)
    {
        for (var left = milliseconds; left > 0;)
        {
            var step = Router.UntilTick is { } due ? Math.Clamp((int)Math.Ceiling(due.TotalMilliseconds), 1, left) : left;
            Clock.Pass(step);
            left -= step;
            Router.Tick();
        }
    }

    public void Dispose() => Window.Dispose();

    void IInputFeedback.ShowNotice(string text) => Notices.Add(text);

    void IInputFeedback.ShowHelp(IReadOnlyList<string> lines) => Help = lines;

    void IInputFeedback.HideHelp() => Help = null;

    bool IPictureMap.TryToGuest(int x, int y, bool clamp, out int guestX, out int guestY)
    {
        (guestX, guestY) = (FloorHalf(x - Left), FloorHalf(y - Top));
        var isInside = guestX >= 0 && guestY >= 0 && guestX < GuestSize.Width && guestY < GuestSize.Height;
        if (clamp && GuestSize.Width > 0)
        {
            (guestX, guestY) = (Math.Clamp(guestX, 0, GuestSize.Width - 1), Math.Clamp(guestY, 0, GuestSize.Height - 1));
            return true;
        }

        return isInside;
    }

    bool IPictureMap.TryToWindow(int guestX, int guestY, out int x, out int y)
    {
        (x, y) = (Left + (2 * guestX), Top + (2 * guestY));
        return true;
    }

    private static int FloorHalf(int value) => (int)Math.Floor(value / 2.0);
}
