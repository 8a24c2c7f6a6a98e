namespace Oriel;

/// <summary>
/// Something about this machine is not as Oriel needs it: a missing file, a refused permission, an absent extension.
/// Thrown at start-up or when a resource is opened, never on the frame path. A hostile or broken peer is not an
/// exception but a value (<c>Reject</c>).
/// </summary>
public sealed class OrielException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="seen">What was found, with the names and numbers.</param>
    /// <param name="expected">What would have been right.</param>
    /// <param name="remedy">What the user can do about it.</param>
    /// <param name="inner">The failure underneath, if any.</param>
    public OrielException(ErrorCode code, string seen, string expected, string remedy, Exception? inner = null)
        : base($"{code.Id}: {code.Title}: {seen}", inner)
    {
        Code = code;
        Seen = seen;
        Expected = expected;
        Remedy = remedy;
    }

    /// <summary>Stable code of this error.</summary>
    public ErrorCode Code { get; }

    /// <summary>What was found.</summary>
    public string Seen { get; }

    /// <summary>What would have been right.</summary>
    public string Expected { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }
}
