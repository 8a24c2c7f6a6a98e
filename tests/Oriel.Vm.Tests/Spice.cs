using Oriel.Spice;
using Oriel.Spice.Agent;
using Oriel.Spice.Picture;
using Oriel.Spice.Sound;

namespace Oriel.Vm.Tests;

/// <summary>Our SPICE session on the guest, with every channel and an ear, a voice and an eye for the test.</summary>
internal sealed class Spice : IDisposable
{
    private readonly DisplayChannel _display = new();
    private readonly PlaybackChannel _playback;

    public Spice(QemuGuest guest)
    {
        _playback = new PlaybackChannel(Ear);
        Session = new SpiceSession(new SpiceOptions { UnixPath = guest.SpicePath, Ticket = guest.Options.Ticket }, [_display, new CursorChannel(), _playback, new RecordChannel(Voice)])
        {
            Logged = fact =>
            {
                lock (Log)
                {
                    Log.Add(fact);
                }
            },
        };
        Session.Start();
    }

    public SpiceSession Session { get; }

    public SpiceInputs Inputs => Session.Inputs;

    public AgentLink Agent => Session.Agent;

    public SpiceEar Ear { get; } = new();

    public SpiceVoice Voice { get; } = new();

    public List<string> Log { get; } = [];

    /// <summary>The emulated screen as the session has it now; null when there is none.</summary>
    public RgbImage? Picture()
    {
        RgbImage? picture = null;
        _display.Screen.Read(0, (in content, _) =>
        {
            if (content.Width > 0)
            {
                var rgb = new byte[content.Width * content.Height * 3];
                for (var y = 0; y < content.Height; y++)
                {
                    var row = content.Pixels.Slice(y * content.PitchBytes, content.Width * 4);
                    for (var x = 0; x < content.Width; x++)
                    {
                        var to = ((y * content.Width) + x) * 3;
                        (rgb[to], rgb[to + 1], rgb[to + 2]) = (row[(4 * x) + 2], row[(4 * x) + 1], row[4 * x]);
                    }
                }

                picture = new RgbImage(content.Width, content.Height, rgb);
            }

            return false;
        });
        return picture;
    }

    /// <summary>Waits until keys and mouse reach the server.</summary>
    public Spice WaitForInputs()
    {
        Eventually.True(() => Inputs.IsReady, SharedGuest.Patience, () => $"inputs; {Session.Status}; {Words()}");
        return this;
    }

    /// <summary>Waits until a mouse mode is in force, asking for it.</summary>
    public void WaitForMouseMode(MouseModes mode)
    {
        Eventually.True(
            () =>
            {
                if (Session.Status.MouseMode == mode)
                {
                    return true;
                }

                if ((Session.Status.SupportedMouseModes & mode) != 0)
                {
                    Session.RequestMouseMode(mode);
                }

                return false;
            },
            SharedGuest.Patience,
            () => $"mouse mode {mode}; {Session.Status}; {Words()}");
    }

    /// <summary>Waits until the guest's SPICE agent can exchange clipboards.</summary>
    public Spice WaitForAgent()
    {
        Eventually.True(() => Agent.Status is { IsAnnounced: true, HasClipboard: true }, SharedGuest.Patience, () => $"the SPICE agent; {Agent.Status}; {Session.Status}; {Words()}");
        return this;
    }

    public void Dispose()
    {
        Session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _playback.Dispose();
        Voice.Dispose();
    }

    private string Words()
    {
        lock (Log)
        {
            return string.Join(" | ", Log);
        }
    }
}
