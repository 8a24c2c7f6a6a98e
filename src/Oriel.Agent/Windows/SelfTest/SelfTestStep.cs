namespace Oriel.Agent.Windows.SelfTest;

/// <summary>One line of a self-test's result.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Detail">Numbers, or what was wrong.</param>
internal sealed record SelfTestStep(string Name, SelfTestVerdict Verdict, string Detail);
