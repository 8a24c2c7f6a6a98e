using System.Collections.Concurrent;
using Oriel.Cli.Clipboard;
using Oriel.Display.Clipboard;
using Oriel.Spice.Agent;
using Oriel.Spice.Tests.Agent;
using Oriel.Testing;

namespace Oriel.Cli.Tests.Clipboard;

/// <summary>A bridge between a host's clipboard and a scripted guest agent.</summary>
internal sealed class BridgeStage : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public BridgeStage(IHostClipboard host, ClipboardOptions? options = null, uint tokens = 1000, bool connected = true)
    {
        Agent = new AgentLink(new AgentOptions { Clock = AgentClock });
        Bridge = new ClipboardBridge(Agent, host, options ?? new ClipboardOptions(), Notices.Enqueue, Clock);
        Guest = connected ? ModelAgent.Connect(Agent, tokens) : new ModelAgent();
    }

    public AgentLink Agent { get; }

    public ModelAgent Guest { get; private set; }

    public ClipboardBridge Bridge { get; }

    public ManualStopwatch Clock { get; } = new();

    public ManualClock AgentClock { get; } = new();

    public ConcurrentQueue<string> Notices { get; } = new();

    public void Reconnect() => Guest = ModelAgent.Connect(Agent, 1000);

    /// <summary>The guest says something.</summary>
    public void Say(uint type, params byte[] body)
    {
        Guest.Say(type, body);
        Guest.Deliver(Agent);
    }

    public void GuestCopies(uint selection, params uint[] types) => Say(7, [.. ModelAgent.Words(selection), .. ModelAgent.Words(types)]);

    public void GuestPastes(uint selection, uint type) => Say(8, ModelAgent.Words(selection, type));

    /// <summary>The body of the n-th message of a type that reaches the guest.</summary>
    public byte[] Hears(uint type, int n = 1)
    {
        byte[]? body = null;
        Guest.Run(Agent, () => (body = Guest.Messages.Where(m => m.Type == type).Skip(n - 1).Select(m => m.Body).FirstOrDefault()) is not null, $"{n} messages {type}");
        return body!;
    }

    public void Dispose() => Bridge.Dispose();
}

/// <summary>A clock whose time stamps move when a test says so.</summary>
internal sealed class ManualStopwatch : TimeProvider
{
    private long _now = 1000;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Volatile.Read(ref _now);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _now, (long)by.TotalMilliseconds);
}
