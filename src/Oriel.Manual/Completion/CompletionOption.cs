namespace Oriel.Manual.Completion;

/// <summary>An option, as a shell completes it.</summary>
/// <param name="Names">All its names, short ones first.</param>
/// <param name="Meaning">One sentence.</param>
/// <param name="Value">Its value; null for a flag.</param>
internal sealed record CompletionOption(IReadOnlyList<string> Names, string Meaning, CompletionValue? Value);
