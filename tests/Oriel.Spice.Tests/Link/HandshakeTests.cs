using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Oriel.Spice.Link;
using Oriel.Spice.Tests.Transcripts;

namespace Oriel.Spice.Tests.Link;

/// <summary>Servers that do the handshake wrong, slowly or not at all.</summary>
public sealed class HandshakeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_request_is_spelled_out()
    {
        var request = new LinkRequest(ChannelType.Display, 1, 0x11223344, [0x42]);
        Assert.Equal("52454451" + "02000000" + "02000000" + "1A000000" + "44332211" + "02" + "01" + "01000000" + "01000000" + "12000000" + "0B000000" + "42000000", Convert.ToHexString(request.Encode()));
        var (linked, failure) = await AttemptAsync(async s => await s.LinkAsync(capabilities: 0x1052), TimeSpan.FromSeconds(10));
        Assert.Null(failure);
        Assert.True(linked!.MiniHeaders);
        Assert.Equal([0x1052u], linked.ServerCapabilities);
    }

    [Fact]
    public async Task Without_the_servers_mini_header_bit_headers_are_full()
    {
        var (linked, _) = await AttemptAsync(async s =>
        {
            await s.ReadRequestAsync();
            await s.WriteAsync(ScriptedStream.Reply(common: 3));
            await s.ReadAsync(132, "login");
            await s.WriteAsync(0, 0, 0, 0);
        }, TimeSpan.FromSeconds(10));
        Assert.False(linked!.MiniHeaders);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left_in_time()
    {
        var began = Stopwatch.GetTimestamp();
        var (_, failure) = await AttemptAsync(s => s.ReadRequestAsync());
        Assert.Equal(SpiceFailure.TimedOut, failure!.Failure);
        Assert.Contains("link request", failure.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0.25, 5);
    }

    [Fact]
    public async Task A_server_that_dribbles_is_left_in_time()
    {
        // The limit is for the whole answer: a byte now and then does not stretch it.
        var (_, failure) = await AttemptAsync(async s =>
        {
            foreach (var b in ScriptedStream.Reply())
            {
                await s.WriteAsync(b);
                await Task.Delay(20);
            }
        });
        Assert.Equal(SpiceFailure.TimedOut, failure!.Failure);
    }

    [Fact]
    public async Task A_server_that_never_answers_the_password_is_left_in_time()
    {
        var (_, failure) = await AttemptAsync(async s =>
        {
            await s.ReadRequestAsync();
            await s.WriteAsync(ScriptedStream.Reply());
            await s.ReadToEndAsync();
        });
        Assert.Equal(SpiceFailure.TimedOut, failure!.Failure);
        Assert.Contains("password", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("485454502F312E3120343030", "48545450")] // A web server.
    [InlineData("15030100020246", "TLS")] // A TLS alert.
    [InlineData("524546", "524546")] // Ends early, and is not ours.
    [InlineData("52454451010000000000000000000000", "SPICE 1.0")]
    public async Task Something_else_is_named(string answer, string words)
    {
        var (_, failure) = await AttemptAsync(async s =>
        {
            await s.WriteAsync(Convert.FromHexString(answer));
            s.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await s.ReadToEndAsync();
        });
        Assert.Equal(SpiceFailure.NotSpice, failure!.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(177u)]
    [InlineData(8371u)]
    [InlineData(uint.MaxValue)]
    public async Task A_size_no_server_has_is_refused(uint size)
    {
        var (_, failure) = await AttemptAsync(s => s.WriteAsync([.. "REDQ"u8, .. ScriptedStream.Words(2, 2, size)]));
        Assert.Equal(SpiceFailure.Protocol, failure!.Failure);
        Assert.Contains($"{size} bytes", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1025u, 0u, 178u)]
    [InlineData(1u, uint.MaxValue, 178u)]
    [InlineData(2u, 1u, 178u)]
    [InlineData(1u, 1u, 187u)]
    [InlineData(1u, 1u, uint.MaxValue)]
    public async Task Capability_words_outside_the_reply_are_refused(uint common, uint channel, uint offset)
    {
        var reply = ScriptedStream.Reply();
        ScriptedStream.Words(common, channel, offset).CopyTo(reply, 16 + 166);
        var (_, failure) = await AttemptAsync(s => s.WriteAsync(reply));
        Assert.Equal(SpiceFailure.Protocol, failure!.Failure);
    }

    [Theory]
    [InlineData(0x9u, "no way to log in")]
    [InlineData(0xDu, "SASL")]
    public async Task A_server_that_takes_no_passwords_is_named(uint common, string words)
    {
        var (_, failure) = await AttemptAsync(s => s.WriteAsync(ScriptedStream.Reply(common: common)));
        Assert.Equal(SpiceFailure.Refused, failure!.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1u, SpiceFailure.Refused)]
    [InlineData(2u, SpiceFailure.NotSpice)]
    [InlineData(3u, SpiceFailure.Refused)]
    [InlineData(4u, SpiceFailure.NotSpice)]
    [InlineData(5u, SpiceFailure.NeedsTls)]
    [InlineData(6u, SpiceFailure.NeedsPlain)]
    [InlineData(7u, SpiceFailure.WrongTicket)]
    [InlineData(8u, SpiceFailure.Lost)]
    [InlineData(9u, SpiceFailure.NoSuchChannel)]
    [InlineData(4711u, SpiceFailure.Refused)]
    public async Task Every_link_error_has_its_words_in_both_places(uint code, SpiceFailure expected)
    {
        var (_, early) = await AttemptAsync(s => s.WriteAsync(ScriptedStream.Reply(error: code)));
        var (_, late) = await AttemptAsync(s => s.LinkAsync(code), TimeSpan.FromSeconds(10));
        foreach (var failure in (SpiceException[])[early!, late!])
        {
            Assert.Equal(expected, failure.Failure);
            Assert.Contains($"link error {code}", failure.Message, StringComparison.Ordinal);
            Assert.Contains("INPUTS 0", failure.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>An answer that ends after any byte, orderly or not: words, never anything else.</summary>
    [Fact]
    public async Task An_answer_may_end_anywhere()
    {
        var reply = ScriptedStream.Reply();
        for (var cut = 0; cut < reply.Length; cut += cut < 20 ? 1 : 13)
        {
            var (_, failure) = await AttemptAsync(async s =>
            {
                await s.ReadRequestAsync();
                await s.WriteAsync(reply[..cut]);
                if (cut % 2 == 0)
                {
                    s.Dispose();
                }
                else
                {
                    s.Reset();
                }
            }, TimeSpan.FromSeconds(10));
            Assert.True(failure!.Failure is SpiceFailure.Lost || (cut == 0 && failure.Failure == SpiceFailure.NoSuchChannel), $"{cut}: {failure.Failure}: {failure.Message}");
        }
    }

    [Fact]
    public async Task Mutated_replies_end_in_words_or_in_a_link()
    {
        for (var round = 0; round < 150; round++)
        {
            var random = new Random(round);
            var reply = HandlerFuzz.Mutate(ScriptedStream.Reply(), random);
            var (linked, failure) = await AttemptAsync(async s =>
            {
                await s.ReadRequestAsync();
                await s.WriteAsync(reply);
                await s.WriteAsync(HandlerFuzz.Mutate([0, 0, 0, 0, 0, 0], random));
                s.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                await s.ReadToEndAsync();
            }, TimeSpan.FromSeconds(10));
            Assert.True(linked is not null ^ failure is not null, $"round {round}");
        }
    }

    [Fact]
    public void Any_reply_body_parses_or_is_refused()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<uint>(), (tail, offset) =>
        {
            byte[] body = [.. new byte[4], .. TicketKey.PublicKey, .. ScriptedStream.Words((uint)tail.Length / 8, (uint)tail.Length / 9, offset % 400), .. tail];
            try
            {
                var reply = LinkReply.Parse(body);
                Assert.Equal(tail.Length / 8, reply.CommonCapabilities.Count);
            }
            catch (SpiceException e)
            {
                Assert.Equal(SpiceFailure.Protocol, e.Failure);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 5));
    }

    [Theory]
    [InlineData(null, 1, "nothing listens at 127.0.0.1:1")]
    [InlineData(null, 0, "0 is no port")]
    [InlineData(null, 70000, "70000 is no port")]
    [InlineData("/nonexistent/spice.sock", 0, "no socket /nonexistent/spice.sock")]
    [InlineData("/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678", 0, "107 bytes")]
    public async Task An_address_that_cannot_be_reached_is_named(string? path, int port, string words)
    {
        var options = new SpiceOptions { UnixPath = path, Port = port };
        var failure = await Assert.ThrowsAsync<SpiceException>(() => Dialer.ConnectAsync(options, tls: false, CancellationToken.None));
        Assert.Equal(SpiceFailure.Unreachable, failure.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Links INPUTS 0 against a script; the script's own end is not waited for when the link has ended.</summary>
    private static async Task<(LinkedStream? Linked, SpiceException? Failure)> AttemptAsync(Func<ScriptedStream, Task> script, TimeSpan? limit = null)
    {
        using var server = new ScriptedServer();
        var accepting = server.AcceptAsync();
        using var connected = await Dialer.ConnectAsync(server.Options, tls: false, CancellationToken.None);
        using var stream = await accepting;
        var running = RunAsync(script, stream);
        try
        {
            return (await LinkHandshake.PerformAsync(connected, new LinkRequest(ChannelType.Inputs, 0, 5, [1]), "x", limit ?? s_limit, CancellationToken.None), null);
        }
        catch (SpiceException e)
        {
            return (null, e);
        }
        finally
        {
            connected.Dispose();
            await running;
        }
    }

    private static async Task RunAsync(Func<ScriptedStream, Task> script, ScriptedStream stream)
    {
        try
        {
            await script(stream);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ObjectDisposedException)
        {
            // The client has left.
        }
    }
}
