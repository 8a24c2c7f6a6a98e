namespace Oriel.Spice.Agent;

/// <summary>Clipboard content on its way to the guest. Any thread.</summary>
public sealed class AgentSending
{
    private readonly AgentLink _link;
    private readonly AgentRequest _request;
    private readonly AgentOutgoing? _message;

    internal AgentSending(AgentLink link, AgentRequest request, AgentOutgoing? message)
    {
        _link = link;
        _request = request;
        _message = message;
    }

    /// <summary>How much was handed to the server.</summary>
    public AgentProgress Progress => _message is null ? default : new AgentProgress(_message.Sent, _message.Total);

    /// <summary>True when all of it went out; false when it was cancelled, the agent left, or the request was answered before.</summary>
    public Task<bool> Completion => _message?.Completion ?? Task.FromResult(false);

    /// <summary>
    /// Takes it back. What has not begun is answered with nothing. The protocol cannot break off what has begun: the rest of the announced length goes out as zeros, so that
    /// the guest gets neither the content nor a broken stream.
    /// </summary>
    public void Cancel()
    {
        if (_message is not null)
        {
            _link.Cancel(_request, _message);
        }
    }
}
