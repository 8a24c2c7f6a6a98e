using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Oriel.Cli.Help;

/// <summary>Options whose values are words or sizes, refused with a sentence that names what would be right.</summary>
internal static class Choice
{
    /// <summary>One of these words; the first is the default.</summary>
    public static Option<T> Of<T>(string name, string description, params (string Word, T Value)[] choices)
    {
        var words = choices.Select(c => c.Word).ToArray();
        var option = new Option<T>(name)
        {
            HelpName = string.Join('|', words),
            Description = $"{description} (default {words[0]})",
            DefaultValueFactory = _ => choices[0].Value,
            CustomParser = result => choices.FirstOrDefault(c => c.Word == result.Tokens[0].Value, choices[0]).Value,
        };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>A size such as 1280x720; null when not given.</summary>
    public static Option<(int Width, int Height)?> Size(string name, string description, int least) => new(name)
    {
        HelpName = "WxH",
        Description = description,
        CustomParser = result => ParsePair(result, 'x', least, 32767, $"a size such as 1280x720, each side {least} to 32767"),
    };

    /// <summary>A position such as 100,200; null when not given.</summary>
    public static Option<(int X, int Y)?> Position(string name, string description) => new(name)
    {
        HelpName = "X,Y",
        Description = description,
        CustomParser = result => ParsePair(result, ',', -32768, 32767, "a position such as 100,200"),
    };

    /// <summary>Adds a lower bound to a number.</summary>
    public static Option<T> AtLeast<T>(this Option<T> option, double least)
        where T : struct, IConvertible
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && !(value >= least))
            {
                result.AddError($"{option.Name} must be {least.ToString(CultureInfo.InvariantCulture)} or more, not {result.Tokens[0].Value}");
            }
        });
        return option;
    }

    private static (int, int)? ParsePair(ArgumentResult result, char separator, int least, int most, string expected)
    {
        var text = result.Tokens[0].Value;
        var parts = text.Split(separator);
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var first) && first >= least && first <= most
            && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var second) && second >= least && second <= most)
        {
            return (first, second);
        }

        result.AddError($"'{text}' is not {expected}");
        return null;
    }
}
