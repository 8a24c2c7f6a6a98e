namespace Oriel.Spice.Agent;

/// <summary>How a request for the guest's clipboard ended.</summary>
public enum AgentAnswerOutcome
{
    /// <summary>Here it is.</summary>
    Content,

    /// <summary>The guest has nothing of that kind (any more).</summary>
    Nothing,

    /// <summary>The guest said nothing for <see cref="AgentOptions.AnswerTimeout"/>.</summary>
    TimedOut,

    /// <summary>Larger than <see cref="AgentOptions.MaxClipboardBytes"/>.</summary>
    TooLarge,

    /// <summary>The agent or the connection went away.</summary>
    Lost,

    /// <summary>The caller took the request back.</summary>
    Cancelled,

    /// <summary>Too many requests are waiting already.</summary>
    Busy,
}

/// <summary>The guest's answer to a request for clipboard content.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Type">What the content is.</param>
/// <param name="Content">The content; empty unless <see cref="AgentAnswerOutcome.Content"/>. Text has LF line ends.</param>
/// <param name="Bytes">Bytes the guest announced, also when they were too many.</param>
public readonly record struct AgentAnswer(AgentAnswerOutcome Outcome, AgentContentType Type, ReadOnlyMemory<byte> Content, long Bytes);
