namespace Oriel.Cli;

/// <content>Errors of <c>oriel latency</c>, ORL520 to ORL529.</content>
internal static partial class CliErrors
{
    /// <summary>Frames came, but not while measuring.</summary>
    public static readonly ErrorCode NoFrames = new("ORL520", "there was no frame to measure", ExitCodes.NoProducer);

    /// <summary>No connection through which inputs could be injected.</summary>
    public static readonly ErrorCode NoInput = new("ORL521", "inputs cannot be injected", ExitCodes.NoProducer);

    /// <summary>The guest's picture does not answer inputs.</summary>
    public static readonly ErrorCode NoReaction = new("ORL522", "nothing in the guest's picture answers the input", ExitCodes.NoProducer);
}
