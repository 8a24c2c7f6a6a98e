using Oriel.Docs.Tests.Pages;

namespace Oriel.Docs.Tests;

/// <summary>What the other tests rely on: that pages and command lines are taken apart as readers and shells do.</summary>
public sealed class ParserTests
{
    private const string Text =
        """
        # A page: with `code` and [a link](other.md)

        See [here](a/b.md#some-where), ![picture](c.svg) and <img src="d.png">; not `[this](no.md)`, but `a \| b`.

        ## Twice
        ## Twice
        <a id="d01"></a>

        1. A list:

           <!-- not run: needs a GPU -->
           <!-- tested by: SomeTests -->
           ```sh
           first \
             --option   # why
           # only a comment

           second
           ```

        ```text
        [not a link](nowhere.md)
        ```
        """;

    [Fact]
    public void A_page_is_taken_apart()
    {
        var page = new DocPage("docs/page.md", Text);

        Assert.Equal(["other.md", "a/b.md#some-where", "c.svg", "d.png"], page.Links.Select(link => link.Text));
        Assert.Equal(3, page.Links[1].Line);
        Assert.Equal(["code", "[this](no.md)", "a | b"], page.Codes.Select(code => code.Text));
        Assert.Equal(["a-page-with-code-and-a-link", "d01", "twice", "twice-1"], page.Anchors.Order(StringComparer.Ordinal));

        Assert.Equal(["sh", "text"], page.Blocks.Select(block => block.Language));
        Assert.Equal(["not run: needs a GPU", "tested by: SomeTests"], page.Blocks[0].Marks);
        Assert.Empty(page.Blocks[1].Marks);
        Assert.Equal(["first --option   # why", "second"], page.Blocks[0].Commands.Select(command => command.Text));
        Assert.Equal(page.Blocks[0].Line + 1, page.Blocks[0].Commands.First().Line);
    }

    [Theory]
    [InlineData("a 'b c' \"d\\\"e\" f\\ g # rest", "a|b c|d\"e|f g", "a 'b c' \"d\\\"e\" f\\ g")]
    [InlineData("a --x=1 b#c", "a|--x=1|b#c", "a --x=1 b#c")]
    public void A_simple_command_is_split(string text, string words, string without)
    {
        var line = new ShellLine(text);
        Assert.True(line.IsSimple);
        Assert.Equal(words.Split('|'), line.Commands.Single());
        Assert.Equal(without, line.Text);
    }

    [Fact]
    public void Pipes_lists_and_redirections_are_seen()
    {
        var line = new ShellLine("a b | c > d && e 'f|g'");
        Assert.False(line.IsSimple);
        Assert.Equal(["a b", "c", "e f|g"], line.Commands.Select(words => string.Join(' ', words)));
    }
}
