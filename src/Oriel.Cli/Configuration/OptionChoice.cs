using System.CommandLine;
using System.Globalization;
using Oriel.Cli.Help;

namespace Oriel.Cli.Configuration;

/// <summary>Between the words of a file and the words of an option.</summary>
internal static class OptionChoice
{
    /// <summary>The option is a flag: given or not.</summary>
    public static bool IsFlag(Option option) => option.ValueType == typeof(bool);

    /// <summary>The words an option takes; none when it takes any text.</summary>
    public static IReadOnlyList<string> Words(Option option) =>
        option.ValueType != typeof(string) && option.HelpName is { } names && names.Contains('|', StringComparison.Ordinal) ? names.Split('|') : [];

    /// <summary>The option's words for a value in a file; null leaves it at its default.</summary>
    public static IReadOnlyList<string>? ToOption(ViewerSetting setting, Option option, string value)
    {
        if (setting.Convert is { } convert)
        {
            return convert(value) is { } converted ? [WordOf(option, converted)] : null;
        }

        if (IsFlag(option))
        {
            return [ViewerSetting.IsYes(value) != setting.IsInverse ? "true" : "false"];
        }

        if (option.ValueType == typeof(OnOff) || (setting.Kind == SettingKind.Flag && Words(option).Contains("on")))
        {
            return [ViewerSetting.IsYes(value) ? "on" : "off"];
        }

        return setting.IsList ? value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : value.Length == 0 ? null : [WordOf(option, value)];
    }

    /// <summary>The value in a file for the option's words.</summary>
    public static string ToFile(ViewerSetting setting, Option option, IReadOnlyList<string> words)
    {
        if (IsFlag(option))
        {
            return YesNo((words.Count == 0 || words[0].Equals("true", StringComparison.OrdinalIgnoreCase)) != setting.IsInverse);
        }

        return setting.Kind == SettingKind.Flag ? YesNo(words is ["on"]) : string.Join(' ', words);
    }

    /// <summary>The value in a file that says the same as saying nothing; empty when nothing says it.</summary>
    public static string Default(ViewerSetting setting, Option option)
    {
        if (IsFlag(option))
        {
            return YesNo(setting.IsInverse);
        }

        if (Words(option) is [var first, ..])
        {
            return setting.Kind == SettingKind.Flag ? YesNo(first == "on") : first;
        }

        if (!option.HasDefaultValue)
        {
            return option.ValueType == typeof(int) ? "0" : "";
        }

        return setting.IsList ? "" : option.GetDefaultValue() switch
        {
            null => "",
            Input.KeyChord keys => keys.ToString().Replace(" ", "", StringComparison.Ordinal),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var text => text.ToString() ?? "",
        };
    }

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    // Words of the existing viewer's files are not case-sensitive.
    private static string WordOf(Option option, string value) => Words(option).FirstOrDefault(word => word.Equals(value, StringComparison.OrdinalIgnoreCase)) ?? value;
}
