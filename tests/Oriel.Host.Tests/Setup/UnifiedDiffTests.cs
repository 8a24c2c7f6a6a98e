using Oriel.Host.Setup;
using Oriel.Testing;

namespace Oriel.Host.Tests.Setup;

/// <summary>The difference is one that "patch" can apply.</summary>
public sealed class UnifiedDiffTests
{
    [Fact]
    public void Patch_makes_the_new_text_of_the_old_one()
    {
        Assert.SkipUnless(TestProcess.IsInstalled("patch"), "patch is not installed (package patch)");
        using var folder = new TempFolder();
        var random = new Random(4);
        for (var i = 0; i < 8; i++)
        {
            var old = Enumerable.Range(0, 60).Select(line => $"line {line % 7}").ToList();
            var young = old.ToList();
            for (var j = 0; j < 6; j++)
            {
                var at = random.Next(young.Count);
                if (j % 2 == 0)
                {
                    young.RemoveAt(at);
                }
                else
                {
                    young.Insert(at, $"new {j}");
                }
            }

            var (before, after) = (string.Join('\n', old) + "\n", string.Join('\n', young) + "\n");
            File.WriteAllText(folder.File("text"), before);
            File.WriteAllText(folder.File("diff"), string.Join('\n', UnifiedDiff.Lines(before, after, "text")) + "\n");
            TestProcess.Run("patch", ["-s", folder.File("text"), folder.File("diff")]);
            Assert.Equal(after, File.ReadAllText(folder.File("text")));
        }
    }

    [Fact]
    public void The_same_text_has_no_difference_and_passwords_are_hidden()
    {
        Assert.Empty(UnifiedDiff.Lines("a\nb\n", "a\nb\n", "x"));
        var line = Assert.Single(UnifiedDiff.Lines("", "<graphics type='spice' passwd='hush hush'/>", "x"), one => one.StartsWith("+<", StringComparison.Ordinal));
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
    }
}
