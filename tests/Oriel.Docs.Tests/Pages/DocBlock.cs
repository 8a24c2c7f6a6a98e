namespace Oriel.Docs.Tests.Pages;

/// <summary>A fenced block.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Language">What stands behind the fence; empty for drawings, output and bytes.</param>
/// <param name="Lines">Content, without the block's own indentation.</param>
/// <param name="Marks">The comments right before it: "not run: REASON" or "tested by: CLASS".</param>
internal sealed record DocBlock(int Line, string Language, IReadOnlyList<string> Lines, IReadOnlyList<string> Marks)
{
    /// <summary>Commands for a shell on the host or in a Linux guest.</summary>
    public bool IsShell => Language == "sh";

    /// <summary>Commands, continued lines joined, without comments and blank lines.</summary>
    public IEnumerable<DocText> Commands
    {
        get
        {
            var whole = "";
            var first = Line;
            for (var i = 0; i < Lines.Count; i++)
            {
                var line = Lines[i];
                first = whole.Length == 0 ? Line + 1 + i : first;
                if (line.EndsWith('\\'))
                {
                    whole += line[..^1].TrimEnd() + " ";
                    continue;
                }

                whole += line.Trim();
                if (whole.Length > 0 && !whole.StartsWith('#'))
                {
                    yield return new DocText(first, whole);
                }

                whole = "";
            }
        }
    }
}
