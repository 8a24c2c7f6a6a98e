namespace Oriel.Architecture.Tests;

/// <summary>The rooms, their arrows and who may be unsafe (ARCHITECTURE.md). A new room or arrow is a decision: it changes this table.</summary>
public sealed class RoomTests
{
    private static readonly Dictionary<string, string[]> s_mayReference = new(StringComparer.Ordinal)
    {
        ["Oriel.Memory"] = [],
        ["Oriel.Protocol"] = [],
        ["Oriel.Relay"] = ["Oriel.Memory", "Oriel.Protocol"],
        ["Oriel.Spice"] = [],
        ["Oriel.Interop.Linux"] = ["Oriel.Memory"],
        ["Oriel.Interop.Windows"] = ["Oriel.Memory"],
        ["Oriel.Sound"] = ["Oriel.Interop.Linux"],
        ["Oriel.Display"] = ["Oriel.Protocol", "Oriel.Memory", "Oriel.Relay", "Oriel.Interop.Linux"],
        ["Oriel.Manual"] = ["Oriel.Memory"],
        ["Oriel.Agent"] = ["Oriel.Manual", "Oriel.Relay", "Oriel.Interop.Linux", "Oriel.Interop.Windows"],
        ["Oriel.Host"] = ["Oriel.Memory", "Oriel.Protocol", "Oriel.Relay", "Oriel.Spice"],
        ["Oriel.Cli"] = ["Oriel.Host", "Oriel.Manual", "Oriel.Memory", "Oriel.Protocol", "Oriel.Relay", "Oriel.Spice", "Oriel.Sound", "Oriel.Interop.Linux", "Oriel.Display"],
    };

    private static readonly string[] s_unsafeRooms = ["Oriel.Memory", "Oriel.Interop.Linux", "Oriel.Interop.Windows"];

    [Fact]
    public void Every_room_is_in_the_table_and_references_only_what_the_table_allows()
    {
        var rooms = SourceTree.Rooms.ToList();
        Assert.NotEmpty(rooms);
        foreach (var room in rooms)
        {
            Assert.True(s_mayReference.ContainsKey(room.Name), $"{room.Name} is not a known room: write down why it exists, then add it here");
            var forbidden = room.ProjectReferences.Except(s_mayReference[room.Name]).ToList();
            Assert.True(forbidden.Count == 0, $"{room.Name} must not reference {string.Join(", ", forbidden)}");
        }
    }

    [Fact]
    public void Arrows_never_turn_back()
    {
        var references = SourceTree.Rooms.ToDictionary(r => r.Name, r => r.ProjectReferences, StringComparer.Ordinal);
        foreach (var room in references.Keys)
        {
            Assert.False(Reaches(references, room, room, []), $"{room} reaches itself");
        }
    }

    [Fact]
    public void Unsafe_is_a_place_not_a_habit()
    {
        foreach (var room in SourceTree.Rooms)
        {
            Assert.Equal(s_unsafeRooms.Contains(room.Name), room.AllowsUnsafe);
        }
    }

    [Fact]
    public void The_lower_rooms_use_no_packages()
    {
        foreach (var room in SourceTree.Rooms.Where(r => r.Name is "Oriel.Memory" or "Oriel.Protocol" or "Oriel.Relay"))
        {
            Assert.Empty(room.Packages);
        }
    }

    [Fact]
    public void Versions_are_pinned_in_one_place()
    {
        foreach (var file in Directory.EnumerateFiles(SourceTree.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/artifacts/", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("Version=\"", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    /// <summary>Nothing in an unsafe room may be switched off silently: a suppression of the banned-symbol rule is a hole in the wall.</summary>
    [Fact]
    public void Nobody_suppresses_the_banned_symbols()
    {
        foreach (var file in SourceTree.Sources("src"))
        {
            Assert.DoesNotContain("RS0030", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }

    /// <summary>An unsafe block carries its argument (house style: SAFETY, and WHY where a safe form exists).</summary>
    [Fact]
    public void Unsafe_code_stands_only_in_unsafe_rooms()
    {
        foreach (var file in SourceTree.Sources("src").Where(f => !s_unsafeRooms.Any(r => f.Contains($"/src/{r}/", StringComparison.Ordinal))))
        {
            foreach (var line in File.ReadLines(file))
            {
                var code = line.TrimStart();
                Assert.False(code.StartsWith("unsafe", StringComparison.Ordinal) || code.Contains(" unsafe ", StringComparison.Ordinal) && !code.StartsWith("//", StringComparison.Ordinal),
                    $"{file}: {line}");
            }
        }
    }

    private static bool Reaches(Dictionary<string, IReadOnlyList<string>> references, string from, string to, HashSet<string> seen) =>
        references.TryGetValue(from, out var next) && next.Any(n => n == to || (seen.Add(n) && Reaches(references, n, to, seen)));
}
