using Oriel.Display.Windowing;

namespace Oriel.Cli.View;

/// <summary>What a key combination asks of the viewer.</summary>
internal enum ViewerCommand
{
    /// <summary>Nothing: the keys are the guest's.</summary>
    None,

    /// <summary>Enter or leave full screen.</summary>
    ToggleFullScreen,

    /// <summary>Turn the picture by 90 degrees.</summary>
    Rotate,

    /// <summary>Show or hide the figures.</summary>
    ToggleHud,

    /// <summary>End.</summary>
    Quit,
}

/// <summary>
/// Recognises the viewer's own keys: a letter while the escape key (Scroll Lock) is held. By physical key, so that every keyboard layout has them in the same place.
/// Everything else is the guest's. Pure; for the window role.
/// </summary>
internal sealed class ViewerShortcuts
{
    private bool _escapeHeld;

    /// <summary>Takes an event and says what it asks for.</summary>
    public ViewerCommand Take(in WindowEvent e)
    {
        switch (e.Kind)
        {
            case WindowEventKind.FocusLost:
                // Its release goes to another window.
                _escapeHeld = false;
                break;
            case WindowEventKind.KeyDown or WindowEventKind.KeyUp when e.Key == PhysicalKey.ScrollLock:
                _escapeHeld = e.Kind == WindowEventKind.KeyDown;
                break;
            case WindowEventKind.KeyDown when _escapeHeld:
                return e.Key switch
                {
                    PhysicalKey.F => ViewerCommand.ToggleFullScreen,
                    PhysicalKey.R => ViewerCommand.Rotate,
                    PhysicalKey.D => ViewerCommand.ToggleHud,
                    PhysicalKey.Q => ViewerCommand.Quit,
                    _ => ViewerCommand.None,
                };
        }

        return ViewerCommand.None;
    }
}
