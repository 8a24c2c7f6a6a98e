using System.Globalization;

namespace Oriel.Cli.Serve;

/// <summary>Numbers of users and groups, from the local account files; a number is taken as it is. Name services are not asked, as they may wait for a network.</summary>
internal static class AccountNames
{
    /// <summary>Number of a user.</summary>
    public static uint User(string text, string file = "/etc/passwd") => Resolve(text, file, "user");

    /// <summary>Number of a group.</summary>
    public static uint Group(string text, string file = "/etc/group") => Resolve(text, file, "group");

    private static uint Resolve(string text, string file, string what)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        try
        {
            foreach (var line in File.ReadLines(file))
            {
                var fields = line.Split(':');
                if (fields.Length > 2 && fields[0] == text && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out number))
                {
                    return number;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the file only numbers are known.
        }

        throw new OrielException(CliErrors.UnknownAccount, $"{what} \"{text}\" is not in {file}", $"a local {what}, or a number", $"getent {(what == "user" ? "passwd" : "group")} {text} shows its number");
    }
}
