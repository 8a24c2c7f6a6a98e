using Oriel.Spice.Agent;

namespace Oriel.Spice;

/// <summary>
/// A session with one server that takes care of itself: links main, then the channels of the handlers it was given as far as the server lists them, relinks a channel that ended alone, and
/// reconnects when the server comes back (spice.md section 15). All of it runs on the pool; members are for any thread.
/// </summary>
public sealed class SpiceSession : IAsyncDisposable
{
    /// <summary>Prepares a session.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="handlers">Channels to link besides main and inputs, which are always there.</param>
    public SpiceSession(SpiceOptions options, IReadOnlyList<IChannelHandler> handlers) => throw new NotSupportedException();

    /// <summary>Keyboard and mouse.</summary>
    public SpiceInputs Inputs => throw new NotSupportedException();

    /// <summary>The guest's SPICE agent.</summary>
    public AgentLink Agent => throw new NotSupportedException();

    /// <summary>The latest snapshot.</summary>
    public SpiceStatus Status => throw new NotSupportedException();

    /// <summary>Called with every new snapshot, on the pool. Set it before Start; it must only post elsewhere.</summary>
    public Action<SpiceStatus>? StatusChanged { get; set; }

    /// <summary>NOTIFY messages and other facts for the log. Set it before Start.</summary>
    public Action<string>? Logged { get; set; }

    /// <summary>Begins.</summary>
    public void Start() => throw new NotSupportedException();

    /// <summary>Tries again now (after TakenOver or Refused), with another password if one is given.</summary>
    public void Retry(string? ticket = null) => throw new NotSupportedException();

    /// <summary>Asks for a mouse mode; the answer is a new <see cref="SpiceStatus.MouseMode"/>, or none.</summary>
    public void RequestMouseMode(MouseModes mode) => throw new NotSupportedException();

    /// <summary>Links or unlinks an optional channel while the session runs (the display while the fallback picture is wanted, record while the microphone is on).</summary>
    public void SetWanted(IChannelHandler handler, bool wanted) => throw new NotSupportedException();

    /// <summary>Releases what is pressed, says goodbye and closes; bounded by about a second.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
