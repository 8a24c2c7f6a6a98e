namespace Oriel;

/// <summary>A stable name for one environment error. Codes never change meaning; docs/errors.md is generated from them.</summary>
/// <param name="Id">Stable identifier, <c>ORL</c> + room digit + two digits, for example <c>ORL103</c>.</param>
/// <param name="Title">One line that says what went wrong, without details.</param>
/// <param name="ExitCode">Exit status of a command that ends because of this error.</param>
public sealed record ErrorCode(string Id, string Title, int ExitCode);
