namespace Oriel.Docs.Tests.Pages;

/// <summary>A piece of a page.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Text">The piece.</param>
internal sealed record DocText(int Line, string Text);
