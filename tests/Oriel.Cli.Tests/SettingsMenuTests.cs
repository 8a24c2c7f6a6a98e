using Oriel.Cli.View;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Tests;

public sealed class SettingsMenuTests
{
    private readonly int[] _values = [0, 0, 0];

    [Fact]
    public void Arrow_keys_choose_and_change()
    {
        var menu = Make();
        menu.Open();
        Assert.Equal(["Settings", "> A\t0", "  B\t0", "  C\t0"], menu.Lines);
        Assert.True(menu.Take(PhysicalKey.Right));
        Assert.True(menu.Take(PhysicalKey.Up));
        Assert.True(menu.Take(PhysicalKey.Left));
        Assert.True(menu.Take(PhysicalKey.Left));
        Assert.Equal(["Settings", "  A\t1", "  B\t0", "> C\t-2"], menu.Lines);
        Assert.True(menu.Take(PhysicalKey.Down));
        Assert.True(menu.Take(PhysicalKey.Enter));
        Assert.Equal(["Settings", "> A\t2", "  B\t0", "  C\t-2"], menu.Lines);
    }

    [Theory]
    [InlineData(PhysicalKey.Escape)]
    [InlineData(PhysicalKey.O)]
    public void It_is_left_by(PhysicalKey key)
    {
        var menu = Make();
        menu.Open();
        Assert.True(menu.IsOpen);
        Assert.False(menu.Take(PhysicalKey.F));
        Assert.True(menu.Take(key));
        Assert.False(menu.IsOpen);
    }

    private SettingsMenu Make() => new("Settings", [.. "ABC".Select((c, i) => new SettingsMenu.Row(c.ToString(), () => $"{_values[i]}", step => _values[i] += step))]);
}
