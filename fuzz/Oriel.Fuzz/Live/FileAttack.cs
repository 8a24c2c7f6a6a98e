using System.Diagnostics;
using Oriel.Fuzz.Mutation;
using Oriel.Relay.Consumer;

namespace Oriel.Fuzz.Live;

/// <summary>What can happen to the file behind a region while a viewer has it mapped. Afterwards a producer starts on a fresh file of the same name.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Expected">What must be observed.</param>
/// <param name="Apply">Does it to the file of this path.</param>
public sealed record FileAttack(string Name, Expectation Expected, Action<string> Apply)
{
    private static readonly RelayState[] s_noRegion = [RelayState.NoRegion, RelayState.RegionUnusable, RelayState.NoPermission, RelayState.NoProducer, RelayState.ProducerSilent];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileAttack> All { get; } =
    [
        new("file-shrunk-to-nothing", Expectation.Reports(s_noRegion), p => Resize(p, _ => 0)),
        new("file-shrunk-to-one-byte", Expectation.Reports(s_noRegion), p => Resize(p, _ => 1)),
        new("file-shrunk-to-a-page", Expectation.Reports(s_noRegion), p => Resize(p, _ => 4096)),
        new("file-shrunk-inside-a-page", Expectation.Reports(s_noRegion), p => Resize(p, _ => 5000)),
        new("file-shrunk-to-half", Expectation.Survives, p => Resize(p, n => n / 2)),
        new("file-shrunk-by-a-page", Expectation.Survives, p => Resize(p, n => n - 4096)),
        new("file-grown", Expectation.Survives, p => Resize(p, n => n * 2)),
        new("file-grown-beyond-4-gib", Expectation.Survives, p => Resize(p, _ => (4L << 30) + 4096)),
        new("file-shrunk-and-grown-again", Expectation.Survives, ShrinkAndGrow),
        new("file-size-flapping", Expectation.Survives, Flap),
        new("file-deleted", Expectation.Survives, File.Delete),
        new("file-recreated-smaller", Expectation.Reports(s_noRegion), p => Recreate(p, 1 << 20)),
        new("file-recreated-empty", Expectation.Survives, p => Recreate(p, 0)),
        new("file-recreated-larger", Expectation.Reports(s_noRegion), p => Recreate(p, 64 << 20)),
        new("file-replaced-by-folder", Expectation.Survives, p => Replace(p, () => Directory.CreateDirectory(p))),
        new("file-replaced-by-fifo", Expectation.Survives, p => Replace(p, () => Fifo(p))),
        new("file-replaced-by-dangling-link", Expectation.Survives, p => Replace(p, () => File.CreateSymbolicLink(p, "/nonexistent/oriel"))),
        new("file-replaced-by-link-to-zero", Expectation.Survives, p => Replace(p, () => File.CreateSymbolicLink(p, "/dev/zero"))),
        new("file-without-permissions", Expectation.Survives, p => File.SetUnixFileMode(p, UnixFileMode.None)),
    ];

    /// <summary>Removes whatever an attack left under the name.</summary>
    public static void CleanUp(string path)
    {
        if (Directory.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: false) is null)
        {
            Directory.Delete(path);
        }
        else
        {
            File.Delete(path);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static void Resize(string path, Func<long, long> size)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(size(file.Length));
    }

    private static void ShrinkAndGrow(string path)
    {
        var length = new FileInfo(path).Length;
        Resize(path, _ => 0);
        Resize(path, _ => length);
    }

    private static void Flap(string path)
    {
        var length = new FileInfo(path).Length;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(200); i++)
        {
            Resize(path, _ => i % 2 == 0 ? i % 5 * 4096 : length);
        }

        Resize(path, _ => length);
    }

    private static void Recreate(string path, long bytes) => Replace(path, () =>
    {
        using var file = File.Create(path);
        file.SetLength(bytes);
    });

    private static void Replace(string path, Action create)
    {
        File.Delete(path);
        create();
    }

    private static void Fifo(string path)
    {
        using var mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
    }
}
