namespace Oriel.Cli.Latency.Input;

/// <summary>What kind of input is injected.</summary>
internal enum StimulusKind
{
    /// <summary>A key, or several at once, goes down and up.</summary>
    Key,

    /// <summary>The pointer moves to and fro.</summary>
    Move,

    /// <summary>The left button goes down and up.</summary>
    Click,
}
