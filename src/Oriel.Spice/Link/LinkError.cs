namespace Oriel.Spice.Link;

/// <summary>Link errors in words (spice.md section 3.5).</summary>
internal static class LinkError
{
    /// <summary>The code as a failure.</summary>
    /// <param name="code">What the server sent; not 0.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="peer">Who answered.</param>
    public static SpiceException Of(uint code, LinkRequest request, string peer)
    {
        var (failure, words) = code switch
        {
            1 => (SpiceFailure.Refused, "general error"),
            2 => (SpiceFailure.NotSpice, "it finds our magic wrong"),
            3 => (SpiceFailure.Refused, "invalid data"),
            4 => (SpiceFailure.NotSpice, $"it does not speak version {LinkWire.Major}"),
            5 => (SpiceFailure.NeedsTls, "this channel needs TLS"),
            6 => (SpiceFailure.NeedsPlain, "this channel must not use TLS"),
            7 => (SpiceFailure.WrongTicket, "wrong, expired or missing password"),
            8 => (SpiceFailure.Lost, $"it does not know session {request.ConnectionId:X8}"),
            9 => (SpiceFailure.NoSuchChannel, "it has no such channel"),
            _ => (SpiceFailure.Refused, "an error this client does not know"),
        };
        return new SpiceException(failure, $"{peer} refuses channel {request.Name} with link error {code}: {words}");
    }
}
