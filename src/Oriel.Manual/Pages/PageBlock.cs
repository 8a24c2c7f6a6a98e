namespace Oriel.Manual.Pages;

/// <summary>A part of a section.</summary>
public abstract record PageBlock;

/// <summary>Running text.</summary>
/// <param name="Text">One paragraph.</param>
public sealed record TextBlock(string Text) : PageBlock;

/// <summary>Lines kept as they are.</summary>
/// <param name="Lines">The lines.</param>
public sealed record CodeBlock(IReadOnlyList<string> Lines) : PageBlock;

/// <summary>A heading inside a section.</summary>
/// <param name="Title">The heading.</param>
public sealed record HeadingBlock(string Title) : PageBlock;

/// <summary>A term and what it means.</summary>
/// <param name="Term">The term, in parts.</param>
/// <param name="Text">Its meaning.</param>
public sealed record EntryBlock(IReadOnlyList<TermPart> Term, string Text) : PageBlock;

/// <summary>A command line in parts, on a line of its own.</summary>
/// <param name="Parts">The parts, with a space between them.</param>
public sealed record SynopsisBlock(IReadOnlyList<TermPart> Parts) : PageBlock;
