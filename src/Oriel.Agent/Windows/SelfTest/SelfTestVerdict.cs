namespace Oriel.Agent.Windows.SelfTest;

/// <summary>How a step of the self-test ended.</summary>
internal enum SelfTestVerdict
{
    /// <summary>Every byte is right.</summary>
    Passed,

    /// <summary>This machine cannot do it; the agent does without.</summary>
    Skipped,

    /// <summary>Wrong pixels, or something the agent needs was refused.</summary>
    Failed,
}
