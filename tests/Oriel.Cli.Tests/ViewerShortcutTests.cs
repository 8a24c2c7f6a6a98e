using Oriel.Cli.View;
using Oriel.Display.Windowing;

namespace Oriel.Cli.Tests;

/// <summary>The viewer's own keys.</summary>
public sealed class ViewerShortcutTests
{
    private readonly ViewerShortcuts _keys = new();

    [Theory]
    [InlineData(PhysicalKey.F, "ToggleFullScreen")]
    [InlineData(PhysicalKey.R, "Rotate")]
    [InlineData(PhysicalKey.D, "ToggleHud")]
    [InlineData(PhysicalKey.Q, "Quit")]
    public void A_letter_while_Scroll_Lock_is_held_is_a_command(PhysicalKey key, string command)
    {
        Down(PhysicalKey.ScrollLock);

        Assert.Equal(command, Down(key).ToString());
        Assert.Equal(ViewerCommand.None, Up(key));
        Assert.Equal(command, Down(key).ToString());
    }

    [Fact]
    public void Letters_alone_are_the_guests()
    {
        Assert.Equal(ViewerCommand.None, Down(PhysicalKey.Q));
        Down(PhysicalKey.ScrollLock);
        Up(PhysicalKey.ScrollLock);
        Assert.Equal(ViewerCommand.None, Down(PhysicalKey.Q));
    }

    [Fact]
    public void A_lost_focus_lets_go_of_Scroll_Lock()
    {
        Down(PhysicalKey.ScrollLock);
        _keys.Take(new WindowEvent(WindowEventKind.FocusLost));

        Assert.Equal(ViewerCommand.None, Down(PhysicalKey.Q));
    }

    [Fact]
    public void Other_keys_with_Scroll_Lock_do_nothing()
    {
        Down(PhysicalKey.ScrollLock);

        for (var key = 0; key < 512; key++)
        {
            var isOurs = (PhysicalKey)key is PhysicalKey.F or PhysicalKey.R or PhysicalKey.D or PhysicalKey.Q;
            Assert.Equal(isOurs, Down((PhysicalKey)key) != ViewerCommand.None);
        }
    }

    private ViewerCommand Down(PhysicalKey key) => _keys.Take(new WindowEvent(WindowEventKind.KeyDown) { Key = key });

    private ViewerCommand Up(PhysicalKey key) => _keys.Take(new WindowEvent(WindowEventKind.KeyUp) { Key = key });
}
