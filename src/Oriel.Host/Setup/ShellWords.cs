namespace Oriel.Host.Setup;

/// <summary>Words as a shell takes them: what is printed to be copied means what it says.</summary>
public static class ShellWords
{
    /// <summary>One word, quoted when it has to be.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,@%+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A command line.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
