namespace Oriel.Spice;

/// <summary>A server that cannot be reached, refuses, or breaks the protocol. The message names what was seen, with the numbers.</summary>
public sealed class SpiceException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="failure">What kind of failure.</param>
    /// <param name="message">What was seen, with the names and numbers; one sentence.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public SpiceException(SpiceFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>What kind of failure.</summary>
    public SpiceFailure Failure { get; }
}
