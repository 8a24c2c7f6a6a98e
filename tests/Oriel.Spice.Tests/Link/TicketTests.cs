using Oriel.Spice.Link;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Link;

public sealed class TicketTests
{
    /// <summary>The recorded tickets are what the definition of OAEP gives: the key, the padding and the zero byte are understood.</summary>
    [Fact]
    public void Recorded_tickets_can_be_recomputed()
    {
        foreach (var (_, plain, seed, cipher) in TicketKey.Cases)
        {
            Assert.Equal(cipher, TicketKey.Encrypt(TicketKey.PublicKey, plain, seed));
            Assert.Equal(plain, TicketKey.Decrypt(cipher));
        }

        var checkedTickets = 0;
        foreach (var name in Transcript.Names)
        {
            var transcript = Transcript.Load(name);
            foreach (var channel in transcript.Channels)
            {
                var units = transcript.Channel(channel);
                if (units.FirstOrDefault(u => u.IsTicket) is not { } ticket)
                {
                    continue;
                }

                var key = units.First(u => u.IsLinkReply).Bytes.AsSpan(LinkWire.HeaderSize + 4, LinkWire.KeySize).ToArray();
                byte[][] plains = [[0], [.. "Pa55word"u8, 0], [.. "wrong"u8, 0], [.. "Pa55word"u8], [.. "Pa55word"u8, 0, .. "garbage"u8], [.. "Pa55word"u8, 0, .. "garbage"u8, 0]];
                var matches = plains.Any(p => TicketKey.Encrypt(key, p, TicketKey.RecordedSeed).AsSpan().SequenceEqual(ticket.Bytes));
                Assert.True(matches || channel.Contains('?', StringComparison.Ordinal), $"{name} {ticket}");
                checkedTickets++;
            }
        }

        Assert.True(checkedTickets > 20, $"{checkedTickets} tickets were checked");
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("Pa55word", "Pa55word")]
    [InlineData("pässwörd", "pässwörd")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void A_ticket_is_the_password_and_one_zero_byte(string? password, string expected)
    {
        var ticket = Ticket.Encrypt(TicketKey.PublicKey, password);

        Assert.Equal(LinkWire.TicketSize, ticket.Length);
        Assert.Equal([.. System.Text.Encoding.UTF8.GetBytes(expected), 0], TicketKey.Decrypt(ticket));
        Assert.NotEqual(ticket, Ticket.Encrypt(TicketKey.PublicKey, password)); // A fresh seed each time.
    }

    [Fact]
    public void A_password_that_no_server_can_know_is_refused_here()
    {
        var refusal = Assert.Throws<SpiceException>(() => Ticket.Encrypt(TicketKey.PublicKey, new string('é', 31)));

        Assert.Equal(SpiceFailure.WrongTicket, refusal.Failure);
        Assert.Contains("62 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_key_is_a_protocol_error()
    {
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var key = (byte[])TicketKey.PublicKey.Clone();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                key[random.Next(random.Next(2) == 0 ? 30 : key.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.Equal(LinkWire.TicketSize, Ticket.Encrypt(key, "x").Length);
            }
            catch (SpiceException e)
            {
                Assert.Equal(SpiceFailure.Protocol, e.Failure);
            }
        }
    }
}
