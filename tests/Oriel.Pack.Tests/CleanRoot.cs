namespace Oriel.Pack.Tests;

/// <summary>A small Debian in a folder (tools/clean-root), removed at the end.</summary>
internal sealed class CleanRoot : IDisposable
{
    private const int Unreachable = 75;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly string s_tool = Path.Combine(Executables.SourceTree, "tools", "clean-root");
    private readonly TempFolder _folder;

    private CleanRoot(TempFolder folder) => _folder = folder;

    /// <summary>Makes one with these packages, or skips the test where that cannot be.</summary>
    public static CleanRoot MakeOrSkip(IEnumerable<string> packages)
    {
        var folder = new TempFolder();
        var made = TestProcess.Start(s_tool, ["make", folder.Path, .. packages]);
        try
        {
            var status = made.WaitForExit(s_patience);
            Assert.SkipWhen(status == Unreachable, $"no clean root can be made here: {made.Output}");
            Assert.True(status == 0, made.Output);
            return new(folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
        finally
        {
            made.Dispose();
        }
    }

    /// <summary>Path of a file in it, seen from outside.</summary>
    public string File(string path) => _folder.File(path.TrimStart('/'));

    /// <summary>Starts a program in it.</summary>
    public TestProcess Start(string program, params IEnumerable<string> arguments) => TestProcess.Start(s_tool, ["run", _folder.Path, program, .. arguments]);

    /// <summary>Runs a shell command in it and returns what it printed; fails when it does.</summary>
    public string Shell(string command)
    {
        using var child = Start("sh", "-c", command);
        var status = child.WaitForExit(s_patience);
        Assert.True(status == 0, $"\"{command}\" ended with {status}:\n{child.Output}");
        return child.Output;
    }

    /// <summary>Every path but those that installing anything changes: the package system's own books, caches and logs.</summary>
    public IReadOnlyList<string> Paths() => [.. Shell("find / -xdev \\( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /root -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o -path /var/log \\) -prune -o -print")
        .Split('\n').Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
