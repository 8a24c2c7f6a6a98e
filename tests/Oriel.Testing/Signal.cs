namespace Oriel.Testing;

/// <summary>The signals tests send (Linux numbers).</summary>
public enum Signal
{
    /// <summary>Asks to end, as Ctrl+C does.</summary>
    Interrupt = 2,

    /// <summary>Ends at once, without any clean-up.</summary>
    Kill = 9,

    /// <summary>Asks to end.</summary>
    Terminate = 15,

    /// <summary>Runs again after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>Freezes: the process stays but does nothing.</summary>
    Stop = 19,
}
