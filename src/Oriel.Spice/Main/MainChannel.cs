using System.Buffers.Binary;
using System.Text;
using Oriel.Spice.Agent;

namespace Oriel.Spice.Main;

/// <summary>The MAIN channel (spice.md section 6): session, name, channel list, mouse mode, the agent's stream.</summary>
internal sealed class MainChannel(AgentLink agent, IMainListener listener) : IChannelHandler
{
    private const uint NameAndUuid = 1u << 1;
    private const uint AgentConnectedTokens = 1u << 2;
    private const int LongestName = 256;

    private readonly Lock _gate = new();
    private IChannelSender? _sender;
    private MouseModes _wish = MouseModes.Client;
    private MouseModes _supported;
    private bool _initialized;
    private long _timeOffset;

    /// <inheritdoc/>
    public ChannelType Type => ChannelType.Main;

    /// <inheritdoc/>
    public byte Id => 0;

    /// <inheritdoc/>
    public IReadOnlyList<uint> Capabilities { get; init; } = [NameAndUuid | AgentConnectedTokens];

    /// <summary>Linked, and INIT arrived.</summary>
    public bool IsInitialized
    {
        get
        {
            lock (_gate)
            {
                return _initialized;
            }
        }
    }

    /// <summary>The server's millisecond clock now (spice.md section 6.4); wraps.</summary>
    public uint MultiMediaTime => unchecked((uint)(Environment.TickCount64 + Volatile.Read(ref _timeOffset)));

    /// <summary>Asks for a mode, now and whenever the server begins to support it. For any thread.</summary>
    public void RequestMouseMode(MouseModes mode)
    {
        lock (_gate)
        {
            _wish = mode;
            if (_initialized)
            {
                SendWish();
            }
        }
    }

    /// <inheritdoc/>
    public void Linked(IChannelSender sender, IReadOnlyList<uint> serverCapabilities)
    {
        lock (_gate)
        {
            _sender = sender;
            _initialized = false;
            _supported = MouseModes.None;
        }
    }

    /// <inheritdoc/>
    public void Handle(ushort type, ReadOnlySpan<byte> body)
    {
        if (type == MainMessage.Init)
        {
            Init(body);
        }
        else if (_initialized)
        {
            HandleLater(type, body);
        }
        else if (type is not (MainMessage.Name or MainMessage.Uuid))
        {
            throw new SpiceException(SpiceFailure.Protocol, $"MAIN: message {type} came before INIT");
        }
    }

    /// <inheritdoc/>
    public void Closed()
    {
        bool attached;
        lock (_gate)
        {
            attached = _initialized;
            _initialized = false;
            _sender = null;
        }

        if (attached)
        {
            agent.Detach();
        }
    }

    private void HandleLater(ushort type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case MainMessage.ChannelsList:
                listener.Listed(Channels(body));
                break;
            case MainMessage.MouseMode:
                var modes = new WireReader(body, "MOUSE_MODE");
                SetMouseMode(Modes(modes.U16()), Modes(modes.U16()));
                break;
            case MainMessage.MultiMediaTime:
                SetTime(new WireReader(body, "MULTI_MEDIA_TIME").U32());
                break;
            case MainMessage.AgentConnected:
                AgentCame(null);
                break;
            case MainMessage.AgentConnectedTokens:
                AgentCame(new WireReader(body, "AGENT_CONNECTED_TOKENS").U32());
                break;
            case MainMessage.AgentDisconnected:
                agent.Disconnected();
                listener.Update(s => s with { HasAgent = false });
                break;
            case MainMessage.AgentData:
                agent.Receive(body);
                break;
            case MainMessage.AgentToken:
                agent.AddTokens(new WireReader(body, "AGENT_TOKEN").U32());
                break;
            case MainMessage.Name:
                SetName(body);
                break;
            case MainMessage.Uuid:
                var uuid = new Guid(new WireReader(body, "UUID").Bytes(16), bigEndian: true);
                listener.Update(s => s with { Uuid = uuid == Guid.Empty ? null : uuid });
                break;
            case MainMessage.MigrateBegin or MainMessage.MigrateBeginSeamless:
                // Answered at once, so that the server does not wait for a client that cannot come along.
                listener.Log("the server begins a migration to another host, which this client cannot follow");
                _sender?.Send(MainMessage.ToServer.MigrateConnectError, []);
                break;
            case MainMessage.SwitchHost:
                throw Moved(body);
            default:
                break;
        }
    }

    private void Init(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, "MAIN_INIT");
        var session = fields.U32();
        fields.U32(); // Number of displays: a hint.
        var (supported, current) = (Modes(fields.U32()), Modes(fields.U32()));
        var (hasAgent, tokens, time) = (fields.U32() != 0, fields.U32(), fields.U32());
        fields.U32(); // Video memory: a hint.
        if (_initialized || session == 0)
        {
            throw new SpiceException(SpiceFailure.Protocol, _initialized ? "MAIN: a second INIT" : "MAIN_INIT: session id 0");
        }

        SetTime(time);
        listener.Update(s => s with { HasAgent = hasAgent, SupportedMouseModes = supported, MouseMode = current });
        agent.Attach(_sender!, hasAgent, tokens);
        lock (_gate)
        {
            _initialized = true;
            _supported = supported;
            _sender!.Send(MainMessage.ToServer.AttachChannels, []);
            if (current != _wish)
            {
                SendWish();
            }
        }

        listener.Initialized(session);
    }

    private void AgentCame(uint? tokens)
    {
        agent.Connected(tokens);
        listener.Update(s => s with { HasAgent = true });
    }

    private void SetMouseMode(MouseModes supported, MouseModes current)
    {
        listener.Update(s => s with { SupportedMouseModes = supported, MouseMode = current });
        lock (_gate)
        {
            // Asked again only when it has become possible: a server that says no is not asked in circles.
            var becamePossible = (supported & ~_supported & _wish) != 0;
            _supported = supported;
            if (becamePossible && current != _wish)
            {
                SendWish();
            }
        }
    }

    private void SendWish()
    {
        if ((_supported & _wish) == 0)
        {
            return;
        }

        Span<byte> mode = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(mode, (ushort)_wish);
        _sender?.Send(MainMessage.ToServer.MouseModeRequest, mode);
    }

    private void SetTime(uint time) => Volatile.Write(ref _timeOffset, time - Environment.TickCount64);

    private void SetName(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, "NAME");
        var bytes = fields.Bytes(Math.Min(fields.U32(), (uint)fields.Left));
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        var name = string.Concat(text.Where(c => !char.IsControl(c)).Take(LongestName));
        listener.Update(s => s with { Name = name.Length == 0 ? null : name });
    }

    /// <summary>Bits that nobody knows are left out.</summary>
    private static MouseModes Modes(uint wire) => (MouseModes)(wire & (uint)(MouseModes.Server | MouseModes.Client));

    /// <summary>Reads CHANNELS_LIST.</summary>
    internal static List<(ChannelType Type, byte Id)> Channels(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, "CHANNELS_LIST");
        var channels = new List<(ChannelType, byte)>();
        for (var left = fields.U32(); left > 0; left--)
        {
            channels.Add(((ChannelType)fields.U8(), fields.U8()));
        }

        return channels;
    }

    private static SpiceException Moved(ReadOnlySpan<byte> body)
    {
        var fields = new WireReader(body, "SWITCH_HOST");
        var (port, tlsPort, size, at) = (fields.U16(), fields.U16(), fields.U32(), fields.U32());
        var host = Encoding.UTF8.GetString(fields.At(at).Bytes(Math.Min(size, LongestName))).TrimEnd('\0');
        var clean = string.Concat(host.Where(c => !char.IsControl(c)));
        return new SpiceException(SpiceFailure.Migration, $"the virtual machine has moved to {clean} (port {port}, TLS port {tlsPort}); this client does not follow, connect to it there");
    }
}
