namespace Oriel.Display.Clipboard;

/// <summary>How asking a host program for its clipboard content ended.</summary>
public enum HostAnswerOutcome
{
    /// <summary>Here it is.</summary>
    Content,

    /// <summary>Its owner has nothing of that kind, or there is no owner.</summary>
    Nothing,

    /// <summary>The owner said nothing for too long.</summary>
    TimedOut,

    /// <summary>Larger than the limit.</summary>
    TooLarge,

    /// <summary>The display is gone, or the clipboard was closed.</summary>
    Lost,

    /// <summary>The caller took the request back.</summary>
    Cancelled,
}

/// <summary>A host program's answer.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Content">The content; empty unless <see cref="HostAnswerOutcome.Content"/>.</param>
public readonly record struct HostAnswer(HostAnswerOutcome Outcome, ReadOnlyMemory<byte> Content);
