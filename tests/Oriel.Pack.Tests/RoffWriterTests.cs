using Oriel.Manual.Pages;

namespace Oriel.Pack.Tests;

/// <summary>What the writer does with text that roff would take for its own.</summary>
public sealed class RoffWriterTests
{
    [Theory]
    [InlineData("--region", "\\-\\-region")]
    [InlineData(@"C:\Program Files", @"C:\eProgram Files")]
    [InlineData("'single' \"double\" `back`", "\\(aqsingle\\(aq \\(dqdouble\\(dq \\(gaback\\(ga")]
    [InlineData("~/x^y", "\\(ti/x\\(hay")]
    [InlineData("3840×2160", "3840\\[u00D7]2160")]
    [InlineData("bell\a\u001b[31m", "bell[31m")]
    public void Nothing_stays_roff(string text, string expected) => Assert.Equal(expected, RoffWriter.Escape(text));

    [Fact]
    public void A_line_that_begins_with_a_dot_or_a_quote_is_text()
    {
        using var output = new StringWriter();
        RoffWriter.Write(output, new("x", 1, "y", [new("Description", [new TextBlock(".png files"), new CodeBlock([".hidden", "plain"])])]), "x 1", "2026-11-29");
        Assert.Equal(
            """
            .\" Generated from the program's own command line.
            .TH "X" 1 "2026-11-29" "x 1" "User Commands"
            .SH NAME
            x \- y
            .SH "DESCRIPTION"
            \&.png files
            .PP
            .RS 4
            .EX
            \&.hidden
            plain
            .EE
            .RE

            """.ReplaceLineEndings("\n"),
            output.ToString());
    }
}
