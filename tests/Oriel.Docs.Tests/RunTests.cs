using Oriel.Docs.Tests.Pages;
using Oriel.Docs.Tests.Run;

namespace Oriel.Docs.Tests;

/// <summary>The commands of README and docs, run: every block for a shell that is not marked "not run" (with the reason) or "tested by" (with the test).</summary>
public sealed class RunTests(DocStage stage) : IClassFixture<DocStage>
{
    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var page in DocTree.Current)
            {
                foreach (var block in page.Blocks.Where(block => block.IsShell && block.Marks.Count == 0))
                {
                    data.Add(page.Path, block.Line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Commands_of_a_page_work(string page, int line)
    {
        using var run = new BlockRun(stage, page);
        foreach (var command in DocTree.Pages[page].Blocks.Single(block => block.Line == line).Commands)
        {
            run.Run(command);
        }

        run.Finish();
    }

    [Theory]
    [InlineData("oriel view --region /dev/shm/oriel-nowhere --headless --frames 1 --timeout 0.2")]
    [InlineData("oriel doctor --no-such-option")]
    [InlineData("reboot")]
    [InlineData("cat no-such-file")]
    public void A_command_that_does_not_work_would_be_noticed(string command)
    {
        using var run = new BlockRun(stage, "a page");
        Assert.ThrowsAny<Exception>(() => run.Run(new DocText(1, command)));
    }

    [Fact]
    public void The_pages_have_commands_that_are_run() => Assert.True(Blocks.Count >= 5, $"{Blocks.Count} blocks");
}
