using System.Buffers.Binary;
using System.Text.Json;
using Oriel.Spice.Agent;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Agent;

/// <summary>
/// The recorded sessions of tests/vectors/spice, byte for byte. Where the recording client differed from ours the expectation is patched here, in words: it announced
/// CLIPBOARD_GRAB_SERIAL (so grabs carry four bytes more), gave other numbers of tokens, numbered its file 7, and sent MAX_CLIPBOARD late.
/// </summary>
public sealed class AgentTranscriptTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_whole_session_is_as_recorded()
    {
        var units = Load("agent");
        var link = new AgentLink(new AgentOptions { ReceiveWindow = 3, MaxClipboardBytes = 1 << 20, MaxPieceBytes = 3000 });
        var server = new ModelAgent();
        var seen = 0;
        List<(AgentSelection Selection, AgentContentType[] Types)> grabs = [];
        AgentRequest? request = null;
        link.Grabbed = (selection, types) => grabs.Add((selection, [.. types]));
        link.Requested = r => request = r;

        server.GrantQuietly(10);
        link.Attach(server, connected: true, tokens: 10);
        Expect(8, 9);
        Hear(12);
        Expect(27); // 1 MiB; the recording has it later
        Assert.Equal(0x3dde7, (int)link.Status.Capabilities);
        Hear(13);
        Assert.Equal(AgentSelection.Clipboard, grabs.Single().Selection);
        Assert.Equal([AgentContentType.Text], grabs.Single().Types);

        var text = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
        Expect(15);
        Hear(16);
        Assert.Equal("hello from guest"u8.ToArray(), (await text).Content.ToArray());

        var png = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        Expect(17);
        Hear(18, 19, 20);
        Assert.Equal(5000, (await png).Content.Length);
        Assert.All((await png).Content.ToArray(), b => Assert.Equal((byte)'x', b));

        Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
        Expect(22);
        Hear(23);
        Assert.Equal(AgentContentType.Text, request!.Type);
        Assert.True(await request.Answer("hällo from client"u8.ToArray()).Completion);
        Expect(24);
        Hear(25);
        link.Release(AgentSelection.Clipboard);
        Expect(26);
        Assert.True(link.SetVolume(isPlayback: true, isMuted: false, [0xFFFF, 0x8000]));
        Expect(28);
        Assert.True(link.SetMonitors([new AgentMonitor(800, 600, 0, 0)]));
        Expect(29);

        byte[] content = [.. units[33].Body[32..], .. units[34].Body, .. units[35].Body[32..]];
        Assert.Equal(5000, content.Length);
        var file = link.SendFile("test.bin", content.Length, new MemoryStream(content));
        Expect(30);
        Hear(31, 32);
        Eventually.True(() => file.Progress.Bytes == 5000, s_patience, "the file goes out");
        Expect(33, 34, 35);
        Assert.False(file.Completion.IsCompleted);
        Hear(36);
        Assert.Equal(new FileSendResult(FileSendOutcome.Done, ""), await file.Completion);

        Hear(45);
        Assert.False(link.Status.IsConnected);
        Hear(46);
        Expect(47, 48);
        Hear(49);
        Expect(27);
        Hear(50);
        Assert.Equal(2, grabs.Count);
        Assert.Equal(2, link.Status.Announcement);
        Assert.Equal(0, link.Rejected);
        Assert.Empty(server.Breaches);

        void Hear(params int[] numbers)
        {
            foreach (var n in numbers)
            {
                var (type, body) = units[n];
                switch (type)
                {
                    case 108:
                        link.Disconnected();
                        break;
                    case 109:
                        var chunks = server.Sent.Count(m => m.Type == 108);
                        link.Receive(n is 13 or 50 ? WithoutSerial(body) : n is 32 or 36 ? WithFileId(body) : body);
                        Assert.Equal(chunks + 1, server.Sent.Count(m => m.Type == 108)); // one for one
                        break;
                    case 110:
                        server.Grant(link, BinaryPrimitives.ReadUInt32LittleEndian(body));
                        break;
                    case 115:
                        server.GrantQuietly(10);
                        link.Connected(BinaryPrimitives.ReadUInt32LittleEndian(body));
                        break;
                    default:
                        Assert.Fail($"unit {n} has type {type}");
                        break;
                }
            }
        }

        void Expect(params int[] numbers)
        {
            var fresh = server.Sent.Skip(seen).Where(m => m.Type != 108).ToList();
            seen = server.Sent.Count;
            Assert.Equal(numbers.Length, fresh.Count);
            for (var i = 0; i < numbers.Length; i++)
            {
                var (type, body) = units[numbers[i]];
                var expected = numbers[i] switch
                {
                    9 or 48 => Patched(body, 24, 0x15066),
                    22 => WithoutSerial(body),
                    30 or 33 or 35 => WithFileId(body),
                    47 => ModelAgent.Words(3),
                    _ => body,
                };
                Assert.True(type == fresh[i].Type && expected.AsSpan().SequenceEqual(fresh[i].Body),
                    $"unit {numbers[i]}: expected {type} {Convert.ToHexString(expected)}, sent {fresh[i].Type} {Convert.ToHexString(fresh[i].Body)}");
            }
        }
    }

    [Fact]
    public async Task With_a_window_of_one_every_chunk_gives_back_one_token()
    {
        var units = Load("agent-tokens");
        var link = new AgentLink(new AgentOptions { ReceiveWindow = 1 });
        var server = new ModelAgent();
        server.GrantQuietly(10);
        link.Attach(server, connected: true, tokens: 10);
        Assert.Equal(units[0].Body, server.Sent[0].Body);
        Assert.Equal(Patched(units[1].Body, 24, 0x15066), server.Sent[1].Body);
        link.Receive(units[2].Body);
        link.Receive(WithoutSerial(units[4].Body));
        var png = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Png);
        Assert.Equal(units[6].Body, server.Sent[^1].Body);
        link.Receive(units[7].Body);
        link.Receive(units[9].Body);
        link.Receive(units[10].Body);
        Assert.Equal(5000, (await png).Content.Length);
        var tokens = server.Sent.Where(m => m.Type == 108).ToList();
        Assert.Equal(5, tokens.Count);
        Assert.All(tokens, t => Assert.Equal(units[3].Body, t.Body));
    }

    private static Dictionary<int, (ushort Type, byte[] Body)> Load(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Vectors.Folder, "spice", name + ".json")));
        return json.RootElement.GetProperty("messages").EnumerateArray()
            .Where(m => m.GetProperty("hex").GetString()!.Length >= 12)
            .Select(m => (N: m.GetProperty("n").GetInt32(), Bytes: Convert.FromHexString(m.GetProperty("hex").GetString()!)))
            .ToDictionary(m => m.N, m => (BinaryPrimitives.ReadUInt16LittleEndian(m.Bytes), m.Bytes[6..]));
    }

    private static byte[] Patched(byte[] body, int at, uint value)
    {
        var copy = (byte[])body.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at), value);
        return copy;
    }

    private static byte[] WithFileId(byte[] body) => Patched(body, 20, 1);

    private static byte[] WithoutSerial(byte[] body) =>
        Patched([.. body[..24], .. body[28..]], 16, BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(16)) - 4);
}
