namespace Oriel.Spice.Tests.Transcripts;

/// <summary>
/// Feeds a handler mutated messages of a transcript, many times, without a connection: whatever comes, only <see cref="SpiceException"/> may leave it. The seed is
/// fixed; a failure names the round, the unit and the bytes.
/// </summary>
internal static class HandlerFuzz
{
    /// <summary>Runs it.</summary>
    /// <param name="create">A fresh handler.</param>
    /// <param name="messages">Messages with 6-byte headers (<see cref="Transcript.ServerMessages"/>).</param>
    /// <param name="rounds">How often the transcript is played.</param>
    /// <param name="seed">Of the random numbers.</param>
    /// <param name="after">Looks at the handler after each round.</param>
    public static void Run(Func<IChannelHandler> create, IReadOnlyList<TranscriptUnit> messages, int rounds, int seed = 1, Action<IChannelHandler>? after = null)
    {
        for (var round = 0; round < rounds; round++)
        {
            var random = new Random(unchecked((seed * 1_000_003) + round));
            var handler = create();
            handler.Linked(new NullSender(), [uint.MaxValue]);
            foreach (var unit in messages.Where(u => u.Type >= 101))
            {
                var body = random.Next(3) == 0 ? unit.Body.ToArray() : Mutate(unit.Body.ToArray(), random);
                var type = random.Next(40) == 0 ? (ushort)random.Next(101, 330) : unit.Type;
                try
                {
                    handler.Handle(type, body);
                }
                catch (SpiceException)
                {
                    break; // The connection would close the channel now.
                }
                catch (Exception e)
                {
                    Assert.Fail($"seed {seed}, round {round}, {unit} as type {type}, body {Convert.ToHexString(body.AsSpan(0, Math.Min(body.Length, 512)))} ({body.Length} bytes): {e}");
                }
            }

            handler.Closed();
            after?.Invoke(handler);
        }
    }

    /// <summary>One to four changes: a flipped bit, a telling number in place of a field, bytes cut off, bytes added, a piece repeated.</summary>
    public static byte[] Mutate(byte[] body, Random random)
    {
        for (var changes = random.Next(1, 5); changes > 0 && body.Length > 0; changes--)
        {
            // Fields are at the start of messages, pixels at their end.
            var at = random.Next(Math.Min(body.Length, random.Next(2) == 0 ? 64 : int.MaxValue));
            switch (random.Next(6))
            {
                case 0:
                    body[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 or 2:
                    var telling = BitConverter.GetBytes(s_telling[random.Next(s_telling.Length)]);
                    telling.AsSpan(0, Math.Min(random.Next(1, 5), body.Length - at)).CopyTo(body.AsSpan(at));
                    break;
                case 3:
                    body = body[..at];
                    break;
                case 4:
                    var more = new byte[random.Next(1, 64)];
                    random.NextBytes(more);
                    body = [.. body[..at], .. more, .. body[at..]];
                    break;
                default:
                    var length = random.Next(1, Math.Min(body.Length - at, 64) + 1);
                    body = [.. body[..at], .. body[at..(at + length)], .. body[at..]];
                    break;
            }
        }

        return body;
    }

    private static readonly uint[] s_telling = [0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0x40000000, 21, 57, 640, 4096];

    private sealed class NullSender : IChannelSender
    {
        public bool Send(ushort type, ReadOnlySpan<byte> body) => true;
    }
}
