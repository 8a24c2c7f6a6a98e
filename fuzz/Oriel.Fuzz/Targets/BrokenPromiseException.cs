namespace Oriel.Fuzz.Targets;

/// <summary>A parser accepted something that its validated type rules out.</summary>
public sealed class BrokenPromiseException : Exception
{
    /// <summary>Creates it without words.</summary>
    public BrokenPromiseException()
    {
    }

    /// <summary>Creates it.</summary>
    public BrokenPromiseException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public BrokenPromiseException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Throws unless the promise holds.</summary>
    public static void Unless(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
