namespace Oriel.GlGen;

/// <summary>
/// What to generate. One entry a line: <c>command glName</c>, <c>optional glName</c> (may be missing from a driver), <c>constant GL_NAME</c>;
/// <c>#</c> starts a comment.
/// </summary>
public sealed record AllowList(IReadOnlyList<string> Commands, IReadOnlySet<string> Optional, IReadOnlyList<string> Constants)
{
    /// <summary>Reads a list; unknown or repeated lines are errors, so that a typing mistake cannot drop an entry silently.</summary>
    public static AllowList Load(string path)
    {
        List<string> commands = [], constants = [];
        HashSet<string> optional = new(StringComparer.Ordinal), seen = new(StringComparer.Ordinal);
        foreach (var raw in File.ReadLines(path))
        {
            var words = raw.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            if (words.Length != 2 || !seen.Add(words[1]))
            {
                throw new InvalidDataException($"{path}: malformed or repeated: {raw}");
            }

            switch (words[0])
            {
                case "constant":
                    constants.Add(words[1]);
                    break;
                case "optional":
                    optional.Add(words[1]);
                    commands.Add(words[1]);
                    break;
                case "command":
                    commands.Add(words[1]);
                    break;
                default:
                    throw new InvalidDataException($"{path}: unknown entry: {raw}");
            }
        }

        commands.Sort(StringComparer.Ordinal);
        constants.Sort(StringComparer.Ordinal);
        return new AllowList(commands, optional, constants);
    }
}
