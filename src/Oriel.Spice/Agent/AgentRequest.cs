namespace Oriel.Spice.Agent;

/// <summary>A program in the guest pastes what we offered and waits. Answer or refuse it, once; later calls do nothing. Any thread.</summary>
public sealed class AgentRequest
{
    private readonly AgentLink _link;
    private bool _isClosed;

    internal AgentRequest(AgentLink link, int life, AgentSelection selection, AgentContentType type)
    {
        _link = link;
        Life = life;
        Selection = selection;
        Type = type;
    }

    /// <summary>Which clipboard.</summary>
    public AgentSelection Selection { get; }

    /// <summary>What it wants.</summary>
    public AgentContentType Type { get; }

    /// <summary>Which of the agents that came and went has asked.</summary>
    internal int Life { get; }

    /// <summary>Sends the content. The memory must not change until the sending is over.</summary>
    /// <param name="content">Of the type asked for; text with LF line ends, which become the guest's.</param>
    public AgentSending Answer(ReadOnlyMemory<byte> content) => _link.Answer(this, content);

    /// <summary>There is nothing to send.</summary>
    public void Refuse() => _link.Refuse(this);

    /// <summary>Under the link's lock; true the first time.</summary>
    internal bool TryClose()
    {
        var isFirst = !_isClosed;
        _isClosed = true;
        return isFirst;
    }
}
