using FsCheck;
using FsCheck.Fluent;
using Oriel.Spice.Agent;
using Oriel.Testing;

namespace Oriel.Spice.Tests.Agent;

/// <summary>Random interleavings against a model of server and agent, and random bytes from the agent. Fixed seeds; every case is replayed by its input.</summary>
public sealed class AgentPropertyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>One thing that happens.</summary>
    /// <param name="Kind">Which.</param>
    /// <param name="Size">Of the content, or a number of tokens or chunks.</param>
    public sealed record Step(int Kind, int Size);

    /// <summary>
    /// Whatever the order and wherever the chunks are cut: no rule of tokens or framing is broken, every content that completes is whole, every fetch and every
    /// request has exactly one answer, and files arrive byte for byte or not at all.
    /// </summary>
    [Fact]
    public void Interleavings()
    {
        var step = from kind in Gen.Choose(0, 9) from size in Gen.Frequency((3, Gen.Choose(0, 50)), (2, Gen.Choose(1900, 4200)), (1, Gen.Choose(60_000, 140_000))) select new Step(kind, size);
        var run = from steps in Gen.ListOf(step, 40) from seed in Gen.Choose(0, int.MaxValue - 1) select (Steps: steps, Seed: seed);
        Prop.ForAll(Arb.From(run, _ => []), r =>
        {
            Play([.. r.Steps], r.Seed);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20261121, 1));
    }

    /// <summary>Noise, mutated messages and wrong lengths: the link never throws, holds no memory for what was only announced, and a good agent works afterwards.</summary>
    [Fact]
    public void Hostile_bytes()
    {
        var length = Gen.Choose(0, 3000);
        var noise = from n in length from seed in Gen.Choose(0, int.MaxValue - 1) select (Kind: 0, N: n, Seed: seed);
        var mutated = from n in length from seed in Gen.Choose(0, int.MaxValue - 1) select (Kind: 1, N: n, Seed: seed);
        Prop.ForAll(Arb.From(Gen.Frequency((1, noise), (3, mutated)), _ => []), c =>
        {
            var random = new Random(c.Seed);
            var link = new AgentLink();
            link.Requested = r => r.Answer(new byte[100]);
            var server = ModelAgent.Connect(link);
            Assert.True(link.Grab(AgentSelection.Clipboard, [AgentContentType.Text]));
            var fetch = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
            var file = link.SendFile("x", 100, new MemoryStream(new byte[100]));
            var bytes = c.Kind == 0 ? Noise(random, c.N) : Mutated(random, c.N);
            for (var at = 0; at < bytes.Length;)
            {
                var part = Math.Min(bytes.Length - at, 1 + random.Next(2048));
                link.Receive(bytes.AsSpan(at, part));
                at += part;
            }

            server.GrantQuietly(10);
            link.Connected(10);
            Eventually.True(() => fetch.IsCompleted && file.Completion.IsCompleted, s_patience, "what was asked has an end");
            server.Say(6, ModelAgent.Words(0, 0x60));
            link.AddTokens(0);
            server.Deliver(link);
            var next = link.FetchAsync(AgentSelection.Clipboard, AgentContentType.Text);
            server.Say(4, [.. ModelAgent.Words(0, 1), 65]);
            server.Deliver(link);
            return next.IsCompletedSuccessfully;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20261121, 3));
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        if (random.Next(2) == 0 && length >= 4)
        {
            BitConverter.TryWriteBytes(bytes, 1);
        }

        return bytes;
    }

    private static byte[] Mutated(Random random, int length)
    {
        List<byte> all = [];
        while (all.Count < length)
        {
            var body = new byte[random.Next(64)];
            random.NextBytes(body);
            if (body.Length > 8)
            {
                body[0] = (byte)random.Next(4);
                body.AsSpan(1, 3).Clear();
                body[4] = (byte)random.Next(8);
                body.AsSpan(5, 3).Clear();
            }

            var message = ModelAgent.Message((uint)random.Next(1, 18), body);
            if (random.Next(8) == 0)
            {
                message[16 + random.Next(4)] ^= (byte)(1 << random.Next(8));
            }

            all.AddRange(message);
        }

        return [.. all];
    }

    private static byte[] Content(int seed, int size)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static void Play(IReadOnlyList<Step> steps, int seed)
    {
        var random = new Random(seed);
        var link = new AgentLink(new AgentOptions { ReceiveWindow = (uint)(1 + random.Next(8)), MaxPieceBytes = 5000 });
        Queue<AgentRequest> asked = new();
        link.Requested = asked.Enqueue;
        var agent = ModelAgent.Connect(link, tokens: (uint)random.Next(4));
        List<(Task<AgentAnswer> Fetch, byte[] Content)> fetches = [];
        List<(AgentSending Sending, byte[] Content)> sendings = [];
        List<(FileSend File, byte[] Content)> files = [];
        var requests = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            var content = Content(i, steps[i].Size);
            switch (steps[i].Kind)
            {
                case 0:
                    agent.Grant(link, (uint)(1 + (steps[i].Size % 7)));
                    break;
                case 1:
                    agent.Deliver(link, () => 1 + random.Next(2048), 1 + (steps[i].Size % 5));
                    break;
                case 2:
                    _ = link.Grab(AgentSelection.Clipboard, [AgentContentType.Png]);
                    break;
                case 3:
                    requests++;
                    agent.Say(8, ModelAgent.Words(0, 2));
                    break;
                case 4 when asked.TryDequeue(out var request):
                    sendings.Add((request.Answer(content), content));
                    break;
                case 5 when sendings.Count > 0:
                    sendings[^1].Sending.Cancel();
                    break;
                case 6 when fetches.Count < 8:
                    fetches.Add((link.FetchAsync(AgentSelection.Primary, AgentContentType.Png), content));
                    agent.Say(4, [.. ModelAgent.Words(1, 2), .. content]);
                    break;
                case 7:
                    files.Add((link.SendFile($"{i}", content.Length, new MemoryStream(content)), content));
                    agent.Say(11, ModelAgent.Words((uint)files.Count, 0));
                    break;
                case 8 when files.Count > 0:
                    files[random.Next(files.Count)].File.Cancel();
                    break;
                case 9:
                    agent.Say(7, ModelAgent.Words(1, 2));
                    break;
                default:
                    break;
            }
        }

        agent.Run(link, () => agent.Waiting == 0 && fetches.TrueForAll(f => f.Fetch.IsCompleted), "the agent's side is heard");
        while (asked.TryDequeue(out var request))
        {
            request.Refuse();
        }

        agent.Run(link, () => sendings.TrueForAll(s => s.Sending.Completion.IsCompleted) && files.TrueForAll(f => f.File.Completion.IsCompleted || HasAll(agent, f.File)),
            "all goes out");
        for (var i = 0; i < files.Count; i++)
        {
            agent.Say(11, ModelAgent.Words((uint)i + 1, 3));
        }

        agent.Run(link, () => agent.Messages.Count(m => m.Type == 4) == requests && files.TrueForAll(f => f.File.Completion.IsCompleted), "every request has an answer");
        Check(agent, fetches, sendings, files);
    }

    private static bool HasAll(ModelAgent agent, FileSend file)
    {
        var pieces = agent.Messages.Where(m => m.Type == 12 && BitConverter.ToUInt32(m.Body) == file.Id).ToList();
        return pieces.Count > 0 && pieces.Sum(m => m.Body.Length - 12) == file.Size;
    }

    private static void Check(
        ModelAgent agent, List<(Task<AgentAnswer> Fetch, byte[] Content)> fetches, List<(AgentSending Sending, byte[] Content)> sendings, List<(FileSend File, byte[] Content)> files)
    {
        Assert.Empty(agent.Breaches);
        foreach (var (fetch, content) in fetches.Where(f => f.Fetch.Result.Outcome == AgentAnswerOutcome.Content))
        {
            // Answers carry no number: the content of a fetch is that of some fetch, whole.
            Assert.Contains(fetches, f => f.Content.AsSpan().SequenceEqual(fetch.Result.Content.Span));
        }

        var answers = agent.Messages.Where(m => m.Type == 4).Select(m => m.Body[8..]).ToList();
        foreach (var (sending, content) in sendings.Where(s => s.Sending.Completion.Result))
        {
            Assert.Contains(answers, a => a.AsSpan().SequenceEqual(content));
        }

        for (var i = 0; i < files.Count; i++)
        {
            var received = agent.Messages.Where(m => m.Type == 12 && BitConverter.ToUInt32(m.Body) == files[i].File.Id).SelectMany(m => m.Body[12..]).ToArray();
            var outcome = files[i].File.Completion.Result.Outcome;
            Assert.True(outcome is FileSendOutcome.Done or FileSendOutcome.Cancelled, $"{outcome}");
            if (outcome == FileSendOutcome.Done)
            {
                Assert.Equal(files[i].Content, received);
            }
        }
    }
}
