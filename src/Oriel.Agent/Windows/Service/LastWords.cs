namespace Oriel.Agent.Windows.Service;

/// <summary>
/// A file of one line in which a capture process says why it ends: no handle can be passed to another session, and an exit status is only a number. Losing it loses a
/// sentence, so nothing here throws.
/// </summary>
internal static class LastWords
{
    private const int MostCharacters = 2000;

    /// <summary>Writes it. Capture process.</summary>
    public static void Write(string file, string text)
    {
        try
        {
            File.WriteAllText(file, text.ReplaceLineEndings(" "));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The exit status still tells something.
        }
    }

    /// <summary>Reads it; null when there is nothing.</summary>
    public static string? Read(string file)
    {
        try
        {
            var text = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings(" ").Trim() : "";
            return text.Length == 0 ? null : text.Length <= MostCharacters ? text : text[..MostCharacters];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes what an earlier process said.</summary>
    public static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is older than the process, then, and the exit status contradicts it.
        }
    }
}
