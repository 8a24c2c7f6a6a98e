namespace Oriel.Spice.Agent;

/// <summary>How a file transfer ended, with words for the user.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was seen, one clause without a full stop; empty when it went well.</param>
public readonly record struct FileSendResult(FileSendOutcome Outcome, string Detail);
