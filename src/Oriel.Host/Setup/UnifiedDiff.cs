using Oriel.Host.Systems;

namespace Oriel.Host.Setup;

/// <summary>The difference of two texts, line by line, as "diff -u" prints it. For people: passwords in it are hidden.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    // Above, the middle is shown as removed and added as a whole.
    private const int MostCells = 4_000_000;

    /// <summary>The lines; none when the texts are the same.</summary>
    /// <param name="before">Old text.</param>
    /// <param name="after">New text.</param>
    /// <param name="name">What they are, for the heading.</param>
    public static IReadOnlyList<string> Lines(string before, string after, string name)
    {
        var old = Split(before);
        var young = Split(after);
        var marks = Marks(old, young);
        List<string> result = [];
        var at = 0;
        while (true)
        {
            while (at < marks.Count && marks[at].Mark == ' ')
            {
                at++;
            }

            if (at == marks.Count)
            {
                return result;
            }

            if (result.Count == 0)
            {
                result.AddRange([$"--- {name}", $"+++ {name}"]);
            }

            var from = Math.Max(0, at - Context);
            var last = at;
            for (var i = at; i < marks.Count && i - last <= (2 * Context) + 1; i++)
            {
                last = marks[i].Mark == ' ' ? last : i;
            }

            var to = Math.Min(marks.Count, last + Context + 1);
            result.Add(Heading(marks, from, to));
            result.AddRange(marks.Skip(from).Take(to - from).Select(one => one.Mark + SecretWords.Remove(one.Line)));
            at = to;
        }
    }

    private static string[] Split(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];

    private static string Heading(List<(char Mark, string Line)> marks, int from, int to)
    {
        int Count(int begin, int end, char other) => marks.Skip(begin).Take(end - begin).Count(one => one.Mark != other);
        var (oldLines, newLines) = (Count(from, to, '+'), Count(from, to, '-'));
        return $"@@ -{Count(0, from, '+') + Math.Min(1, oldLines)},{oldLines} +{Count(0, from, '-') + Math.Min(1, newLines)},{newLines} @@";
    }

    // Longest common subsequence of what lies between the common beginning and the common end.
    private static List<(char Mark, string Line)> Marks(string[] old, string[] young)
    {
        var head = 0;
        while (head < old.Length && head < young.Length && old[head] == young[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < old.Length - head && tail < young.Length - head && old[^(tail + 1)] == young[^(tail + 1)])
        {
            tail++;
        }

        List<(char, string)> marks = [.. old.Take(head).Select(line => (' ', line))];
        var (n, m) = (old.Length - head - tail, young.Length - head - tail);
        if ((long)n * m > MostCells)
        {
            marks.AddRange(old.Skip(head).Take(n).Select(line => ('-', line)));
            marks.AddRange(young.Skip(head).Take(m).Select(line => ('+', line)));
        }
        else
        {
            var length = new int[n + 1, m + 1];
            for (var i = n - 1; i >= 0; i--)
            {
                for (var j = m - 1; j >= 0; j--)
                {
                    length[i, j] = old[head + i] == young[head + j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
                }
            }

            for (int i = 0, j = 0; i < n || j < m;)
            {
                if (i < n && j < m && old[head + i] == young[head + j])
                {
                    marks.Add((' ', old[head + i++]));
                    j++;
                }
                else if (i < n && (j == m || length[i + 1, j] >= length[i, j + 1]))
                {
                    marks.Add(('-', old[head + i++]));
                }
                else
                {
                    marks.Add(('+', young[head + j++]));
                }
            }
        }

        marks.AddRange(old.Skip(old.Length - tail).Select(line => (' ', line)));
        return marks;
    }
}
