using Oriel.Agent.Windows.Gpu;
using Oriel.Interop.Windows.D3D12;
using Oriel.Memory;
using Oriel.Relay.Producer;

namespace Oriel.Agent.Windows.Direct;

/// <summary>
/// Opens direct backends for the running session, and remembers why that did not work: what the driver refused once it refuses again, and asking it each time would disturb
/// whoever captures meanwhile. Attached and detached between sessions, otherwise used on the capture thread.
/// </summary>
internal sealed class DirectCapture
{
    /// <summary>Failures of copies in one session before the GPU is not asked again: a GPU that was reset deserves a second chance, one that keeps failing does not.</summary>
    public const int MostFailures = 3;

    private const long IdleLookNs = 10_000_000;
    private const int IdleLooks = 150;

    private readonly IDirect3D12 _library;
    private DirectTarget? _target;
    private OrielException? _verdict;
    private int _failures;

    /// <summary>Creates it.</summary>
    /// <param name="library">Where devices come from.</param>
    public DirectCapture(IDirect3D12 library)
    {
        _library = library;
    }

    /// <summary>A session begins.</summary>
    public void Attach(Region region, RelayProducer producer)
    {
        _target = new DirectTarget(region, producer);
        _verdict = null;
        _failures = 0;
    }

    /// <summary>The session ended.</summary>
    public void Detach() => _target = null;

    /// <summary>Opens a source and tries the way into the region. Throws <see cref="OrielException"/> with the reason why the processor has to copy instead.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="openSource">Opens what is to be captured; throws <see cref="OrielException"/>.</param>
    /// <param name="stop">Ends the trial's waits.</param>
    public DirectBackend Open(DirectOptions options, Func<ITextureSource> openSource, WakeFlag stop)
    {
        if (options.IndirectCopy)
        {
            throw Refused("d12:indirectCopy is set", "remove the setting");
        }

        var target = _target ?? throw Refused("no region is open", "wait for a session");
        if (_verdict is { } known)
        {
            throw known;
        }

        var source = openSource();
        DirectLink? link = null;
        try
        {
            link = DirectLink.Open(_library, source.Device, target, options.DebugLayer);
            Try(link, source, target, stop);
            return new DirectBackend(source, link, options.TrackDamage, OnBroken);
        }
        catch (OrielException error) when (error.Code == AgentErrors.DirectCopyRefused)
        {
            // A device that was just lost says nothing about the next one.
            _verdict = source.Device.RemovedReason.IsFailure ? null : error;
            Close(link, source);
            throw;
        }
        catch
        {
            Close(link, source);
            throw;
        }
    }

    private static OrielException Refused(string seen, string remedy) =>
        new(AgentErrors.DirectCopyRefused, seen, "a GPU that writes the frames into the shared memory", $"{remedy}; until then the processor copies the frames");

    private static void Close(DirectLink? link, ITextureSource source)
    {
        link?.Dispose();
        source.Dispose();
    }

    private static void Try(DirectLink link, ITextureSource source, DirectTarget target, WakeFlag stop)
    {
        FrameBufferPlace place;
        for (var look = 0; !target.Producer.TryReserve(out place); look++)
        {
            // Consumers hold every buffer; those that hold one for a second are put out.
            if (look == IdleLooks || stop.Wait(IdleLookNs))
            {
                throw Refused("no frame buffer was idle for the test", "look for a viewer that hangs");
            }
        }

        try
        {
            if (DirectTrial.Run(link, source, target, place) is { } problem)
            {
                throw Refused(problem, "check that resizable BAR is working, update the graphics driver");
            }
        }
        finally
        {
            // Nobody may be writing there when it is given back.
            _ = link.TrySettle();
            target.Producer.ReleaseReserved();
        }
    }

    private void OnBroken(string problem)
    {
        if (++_failures >= MostFailures)
        {
            _verdict = Refused($"{problem}, {_failures} times in this session", "update the graphics driver");
        }
    }
}
