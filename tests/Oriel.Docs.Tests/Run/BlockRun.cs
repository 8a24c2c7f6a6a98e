using Oriel.Docs.Tests.Pages;
using Oriel.Testing;

namespace Oriel.Docs.Tests.Run;

/// <summary>Runs the commands of one block, in order, in a home of their own.</summary>
internal sealed class BlockRun(DocStage stage, string page) : IDisposable
{
    // Programs that a page may run in a test besides ours; virsh is the stage's own. Everything else needs a mark.
    private static readonly HashSet<string> s_harmless = new(StringComparer.Ordinal) { "virsh", "install", "mkdir", "echo", "cat", "cp", "test", "grep", "ls", "gzip", "head" };

    // What our programs say when they do not understand; "oriel doctor" has another meaning for status 2.
    private const string NotUnderstood = "--help' explains the options.";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly DocHome _home = new(stage);
    private readonly List<TestProcess> _staying = [];

    /// <summary>Runs one command line; fails with what it printed.</summary>
    public void Run(DocText command)
    {
        var text = _home.Prepare(command.Text);
        var line = new ShellLine(text);
        Assert.All(line.Commands, words => Assert.True(
            IsOurs(words[0]) || words[0] == DocProgram.Qemu || s_harmless.Contains(words[0]),
            $"{page}:{command.Line}: a test does not run '{words[0]}': mark the block <!-- not run: REASON --> or <!-- tested by: CLASS -->"));
        var program = line.IsSimple ? DocProgram.Of(line.Commands[0]) : new DocProgram([]);
        Assert.SkipUnless(program.Needs.Length == 0 || TestProcess.IsInstalled(program.Needs), $"{program.Needs} is not installed");
        var process = TestProcess.Start("bash", ["-c", line.IsSimple ? $"exec {line.Text} {string.Join(' ', program.Added)}" : text], _home.Environment(program.Screen), _home.Tree);
        if (program.Stays)
        {
            _staying.Add(process);
            process.WaitForLine(program.Ready, s_patience);
            PlayGuests(line.Commands[0]);
            return;
        }

        using (process)
        {
            if (program.Ready.Length > 0)
            {
                process.WaitForLine(program.Ready, s_patience);
                process.Send(Signal.Interrupt);
            }

            var status = process.WaitForExit(s_patience);
            Assert.DoesNotContain(NotUnderstood, process.Output, StringComparison.Ordinal);
            Assert.True(status <= program.Highest, $"{page}:{command.Line}: '{command.Text}' ended with status {status}:\n{process.Output}");
        }
    }

    /// <summary>Ends what stayed, which must end in order.</summary>
    public void Finish()
    {
        for (var i = _staying.Count - 1; i >= 0; i--)
        {
            _staying[i].Send(Signal.Interrupt);
            Assert.True(_staying[i].WaitForExit(s_patience) == 0, $"{page}: {_staying[i].Output}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _staying.ForEach(process => process.Dispose());
        _home.Dispose();
    }

    private static bool IsOurs(string word) => word is "oriel" or "oriel-agent";

    /// <summary>A machine that is served gets a guest, as it would have.</summary>
    private void PlayGuests(IReadOnlyList<string> words)
    {
        if (words.Count < 2 || words[1] != "serve")
        {
            return;
        }

        foreach (var name in words.Skip(2).TakeWhile(word => !word.StartsWith('-')).Select(word => word.Split(':')[0]))
        {
            var guest = TestProcess.Start(
                Executables.Oriel, ["pattern", "--region", $"doorbell:{name}", "--size", "320x200"], _home.Environment(withScreen: false), _home.Tree);
            _staying.Add(guest);
            guest.WaitForLine("\"event\":\"ready\"", s_patience);
        }
    }
}
