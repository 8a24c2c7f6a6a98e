namespace Oriel.Cli.Input;

/// <summary>The help that is shown while the escape key is held.</summary>
internal static class HelpLines
{
    /// <summary>A title, then a line "keys TAB meaning" for every binding in effect. Function keys that do the same one after the other are one line.</summary>
    public static IReadOnlyList<string> For(InputOptions options)
    {
        List<string> lines = [$"While {options.EscapeKey} is held", $"tap\t{CommandWords.MeaningOf(ViewerCommand.ToggleCapture)}"];
        var functions = options.Bindings.All.Where(b => IsFunction(b.Command)).ToList();
        var areStandard = functions.Count == 12 && functions.TrueForAll(b => b.Keys.Count == 1 && b.Keys.First - Oriel.Display.Windowing.PhysicalKey.F1 == b.Command - ViewerCommand.SendCtrlAltF1);
        foreach (var binding in options.Bindings.All)
        {
            if (!areStandard || !IsFunction(binding.Command))
            {
                lines.Add($"{binding.Keys}\t{CommandWords.MeaningOf(binding.Command)}");
            }
        }

        if (areStandard)
        {
            lines.Add("F1 … F12\tpress Ctrl+Alt+F1 … F12 in the guest");
        }

        return lines;
    }

    private static bool IsFunction(ViewerCommand command) => command is >= ViewerCommand.SendCtrlAltF1 and <= ViewerCommand.SendCtrlAltF12;
}
