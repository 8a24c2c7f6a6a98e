using Microsoft.Extensions.Logging.Abstractions;
using Oriel.Cli.Guest;
using Oriel.Cli.Sound;
using Oriel.Cli.View;
using Oriel.Display;
using Oriel.Display.Windowing;
using Oriel.Memory;
using Oriel.Spice;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Guest;

/// <summary>The viewer's other line to the guest: a real SPICE server, the real session, the window role on the headless window.</summary>
public sealed class ViewerGuestTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = new();
    private readonly TempRegion _region = new(16 << 20);
    private readonly HeadlessWindow _window = new(new WindowOptions());
    private SpiceServerPeer? _server;
    private Viewer? _viewer;
    private Task? _run;

    private string Socket => Path.Combine(_folder.Path, "spice.sock");

    [Fact]
    public void Keys_reach_the_guest_and_none_stays_down()
    {
        Start(new SpiceServerOptions { Name = "the VM" });
        Eventually.True(() => _window.Title == "the VM - Oriel: no agent in the guest", s_patience, () => _window.Title);
        Eventually.True(() => Inputs.IsReady, s_patience, "the inputs channel");

        Inject(WindowEventKind.KeyDown, PhysicalKey.F);
        Inject(WindowEventKind.KeyUp, PhysicalKey.F);
        Inject(WindowEventKind.KeyDown, PhysicalKey.Q);
        Eventually.True(() => _server!.KeyBytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x21, 0xA1, 0x10]) >= 0, s_patience, () => Convert.ToHexString(_server!.KeyBytes));

        // The window goes away with a key held down: it has to come up.
        End();
        Eventually.True(() => _server!.KeyBytes[^1] == 0x90, s_patience, () => Convert.ToHexString(_server!.KeyBytes));
    }

    [Fact]
    public void Losing_the_focus_releases_what_is_held()
    {
        Start(new SpiceServerOptions());
        Eventually.True(() => Inputs.IsReady, s_patience, "the inputs channel");
        Inject(WindowEventKind.KeyDown, PhysicalKey.LeftShift);
        _server!.WaitFor(seen => seen.Kind == "key" && seen.Number("byte") == 0x2A, "Shift down");
        _window.Inject(new WindowEvent(WindowEventKind.FocusLost));
        _server.WaitFor(seen => seen.Kind == "key" && seen.Number("byte") == 0xAA, "Shift up");
    }

    [Fact]
    public void A_server_that_dies_and_comes_back_is_found_again()
    {
        Start(new SpiceServerOptions());
        Eventually.True(() => Inputs.IsReady, s_patience, "the inputs channel");
        _server!.Kill();
        Eventually.True(() => !Inputs.IsReady, s_patience, "the loss");
        _server.Dispose();
        _server = SpiceServerPeer.StartOrSkip(new SpiceServerOptions { UnixPath = Socket });
        Eventually.True(() => Inputs.IsReady, s_patience, () => _viewer!.Guest!.Session.Status.ToString());
        Inject(WindowEventKind.KeyDown, PhysicalKey.F);
        _server.WaitFor(seen => seen.Kind == "key" && seen.Number("byte") == 0x21, "F down");
    }

    [Fact]
    public void A_session_that_was_taken_over_is_taken_back_by_its_keys()
    {
        Start(new SpiceServerOptions());
        Eventually.True(() => Inputs.IsReady, s_patience, "the inputs channel");
        using var other = new OtherClient(Socket);
        Eventually.True(() => _viewer!.Guest!.Session.Status.State == SpiceState.TakenOver, s_patience, () => _viewer!.Guest!.Session.Status.ToString());
        Inject(WindowEventKind.KeyDown, PhysicalKey.ScrollLock);
        Inject(WindowEventKind.KeyDown, PhysicalKey.LeftShift);
        Inject(WindowEventKind.KeyDown, PhysicalKey.R);
        Eventually.True(() => Inputs.IsReady, s_patience, () => _viewer!.Guest!.Session.Status.ToString());
    }

    public void Dispose()
    {
        if (_run is { IsCompleted: false })
        {
            End();
        }

        _viewer?.Dispose();
        _server?.Dispose();
        _region.Dispose();
        _folder.Dispose();
    }

    private SpiceInputs Inputs => _viewer!.Guest!.Session.Inputs;

    private void Start(SpiceServerOptions server)
    {
        _server = SpiceServerPeer.StartOrSkip(server with { UnixPath = Socket });
        try
        {
            _viewer = new Viewer(
                new ViewOptions
                {
                    Source = _region.Path,
                    Guest = new GuestOptions { Server = new SpiceOptions { UnixPath = Socket }, IsGiven = true, Sound = new SoundSettings { Enabled = false } },
                },
                _window,
                NullLogger.Instance);
        }
        catch (OrielException error) when (error.Code.ExitCode == ExitCodes.Display)
        {
            Assert.Skip($"no off-screen renderer here: {error.Message}");
            throw;
        }

        _run = Task.Factory.StartNew(_viewer.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Inject(WindowEventKind kind, PhysicalKey key) => _window.Inject(new WindowEvent(kind) { Key = key });

    private void End()
    {
        _window.Inject(new WindowEvent(WindowEventKind.CloseRequested));
        Eventually.True(() => _run!.IsCompleted, s_patience, "the viewer to end");
        _viewer!.Dispose();
    }

    /// <summary>Another SPICE client that links the same server's main channel.</summary>
    private sealed class OtherClient : IDisposable
    {
        private readonly SpiceSession _session;

        public OtherClient(string path)
        {
            _session = new SpiceSession(new SpiceOptions { UnixPath = path }, []);
            _session.Start();
        }

        public void Dispose() => _session.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(5));
    }
}
