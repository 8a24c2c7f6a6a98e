namespace Oriel.Cli.Input;

/// <summary>Keys that, pressed while the escape key is held, ask for a command.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Command">What they ask for.</param>
internal sealed record KeyBinding(KeyChord Keys, ViewerCommand Command);
