using Oriel.Testing;

namespace Oriel.Relay.Tests;

/// <summary>What a program prints as its last words is there for a test that ended it: many tests judge by nothing else.</summary>
public sealed class LastWordsTests
{
    // Enough that the reading side is still busy when the program is gone.
    private const string Program = "trap 'seq 1 8000; exit 3' TERM; echo ready; while :; do sleep 0.02; done";

    [Fact]
    public void A_stopped_program_is_read_to_its_end()
    {
        for (var round = 0; round < 5; round++)
        {
            using var program = TestProcess.Start("/bin/sh", ["-c", Program]);
            program.WaitForLine("^ready$", TimeSpan.FromSeconds(20));

            Assert.Equal(3, program.Stop());

            Assert.EndsWith("\n8000", program.Output, StringComparison.Ordinal);
        }
    }
}
