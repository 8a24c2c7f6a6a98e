using Oriel.Display.Windowing;

namespace Oriel.Cli.View;

/// <summary>
/// Settings over the picture, changed with the arrow keys while they are shown. It knows neither the window nor the guest: rows bring what they say and do. For the window role.
/// </summary>
internal sealed class SettingsMenu
{
    private readonly IReadOnlyList<Row> _rows;
    private readonly string _title;
    private int _chosen;

    /// <summary>Makes a closed menu.</summary>
    /// <param name="title">Headline, which also says how to leave.</param>
    /// <param name="rows">What can be changed.</param>
    public SettingsMenu(string title, IReadOnlyList<Row> rows) => (_title, _rows) = (title, rows);

    /// <summary>It is shown and has the keyboard.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What to show, as <c>RenderLoop.ShowPanel</c> takes it.</summary>
    public IReadOnlyList<string> Lines => [_title, .. _rows.Select((row, i) => $"{(i == _chosen ? "> " : "  ")}{row.Name}\t{row.Value()}")];

    /// <summary>Opens it at the row it was left at.</summary>
    public void Open() => IsOpen = true;

    /// <summary>Closes it.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Takes a key that went down; true when something is to be shown anew. Escape and O close; every key is the menu's while it is open.</summary>
    public bool Take(PhysicalKey key)
    {
        switch (key)
        {
            case PhysicalKey.Escape or PhysicalKey.O:
                Close();
                return true;
            case PhysicalKey.Up or PhysicalKey.Down:
                _chosen = (_chosen + (key == PhysicalKey.Down ? 1 : _rows.Count - 1)) % _rows.Count;
                return true;
            case PhysicalKey.Left or PhysicalKey.Right or PhysicalKey.Enter or PhysicalKey.Space:
                _rows[_chosen].Change(key == PhysicalKey.Left ? -1 : 1);
                return true;
            default:
                return false;
        }
    }

    /// <summary>One setting.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Value">How it stands now, in words.</param>
    /// <param name="Change">Takes the next (1) or the previous (-1) value.</param>
    internal sealed record Row(string Name, Func<string> Value, Action<int> Change);
}
