using System.Buffers.Binary;

namespace Oriel.Spice.Sound;

/// <summary>What both sound channels read the same way (spice.md sections 9 and 10).</summary>
internal static class SoundWire
{
    /// <summary>Longest DATA body: one second of the largest format. What is longer is not sound.</summary>
    public const int MaxDataBytes = 4 + (SoundFormat.MaxChannels * SoundFormat.MaxFrequencyHz * 2);

    /// <summary>VOLUME: u8 n, u16 × n.</summary>
    /// <returns>How many were written to <paramref name="volumes"/>; channels beyond its length are checked and dropped.</returns>
    /// <exception cref="SpiceException">The body is shorter than it says, or names no channel.</exception>
    public static int ReadVolume(string channel, ReadOnlySpan<byte> body, Span<ushort> volumes)
    {
        Need(channel, "VOLUME", body, 1);
        var count = body[0];
        if (count == 0)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{channel} VOLUME names no channel");
        }

        Need(channel, "VOLUME", body, 1 + (2 * count));
        var taken = Math.Min(count, volumes.Length);
        for (var i = 0; i < taken; i++)
        {
            volumes[i] = BinaryPrimitives.ReadUInt16LittleEndian(body[(1 + (2 * i))..]);
        }

        return taken;
    }

    /// <summary>MUTE: u8.</summary>
    /// <exception cref="SpiceException">The body is empty.</exception>
    public static bool ReadMute(string channel, ReadOnlySpan<byte> body)
    {
        Need(channel, "MUTE", body, 1);
        return body[0] != 0;
    }

    /// <summary>Refuses a body that is shorter than its fields.</summary>
    /// <exception cref="SpiceException">It is.</exception>
    public static void Need(string channel, string message, ReadOnlySpan<byte> body, int bytes)
    {
        if (body.Length < bytes)
        {
            throw new SpiceException(SpiceFailure.Protocol, $"{channel} {message}: {body.Length} bytes, {bytes} are needed");
        }
    }
}
