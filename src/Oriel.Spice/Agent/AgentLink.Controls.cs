using System.Buffers.Binary;

namespace Oriel.Spice.Agent;

/// <content>Monitors and volume (spice.md sections 7.8 and 7.9). Only the latest of each kind waits for a token.</content>
public sealed partial class AgentLink
{
    private const int MaxMonitors = 64;
    private const int MaxAudioChannels = 32;

    private AgentOutgoing? _monitorsMessage;
    private readonly AgentOutgoing?[] _volumeMessages = new AgentOutgoing?[2];

    /// <summary>Asks for a monitor layout. The caller waits until a window's size has settled. False when the agent cannot.</summary>
    public bool SetMonitors(IReadOnlyList<AgentMonitor> monitors)
    {
        ArgumentNullException.ThrowIfNull(monitors);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(monitors.Count, MaxMonitors);
        bool isSent;
        lock (_gate)
        {
            isSent = Has(AgentCapabilities.MonitorsConfig);
            if (isSent)
            {
                var body = new byte[8 + (20 * monitors.Count)];
                BinaryPrimitives.WriteInt32LittleEndian(body, monitors.Count);
                BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(4), Shares(AgentCapabilities.MonitorsConfigPosition) ? 1u : 0u);
                for (var i = 0; i < monitors.Count; i++)
                {
                    var at = body.AsSpan(8 + (20 * i));
                    BinaryPrimitives.WriteInt32LittleEndian(at, monitors[i].Height);
                    BinaryPrimitives.WriteInt32LittleEndian(at[4..], monitors[i].Width);
                    BinaryPrimitives.WriteInt32LittleEndian(at[8..], 32);
                    BinaryPrimitives.WriteInt32LittleEndian(at[12..], monitors[i].X);
                    BinaryPrimitives.WriteInt32LittleEndian(at[16..], monitors[i].Y);
                }

                Replace(ref _monitorsMessage, new AgentOutgoing(AgentMessageType.MonitorsConfig, body));
            }
        }

        Raise();
        return isSent;
    }

    /// <summary>Tells the guest the host's volume. False when the agent does not care.</summary>
    /// <param name="isPlayback">Speakers; false = microphone.</param>
    /// <param name="isMuted">Muted.</param>
    /// <param name="volumes">One per channel, 0 to 65535.</param>
    public bool SetVolume(bool isPlayback, bool isMuted, ReadOnlySpan<ushort> volumes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(volumes.Length, MaxAudioChannels);
        bool isSent;
        lock (_gate)
        {
            isSent = Has(AgentCapabilities.AudioVolumeSync);
            if (isSent)
            {
                var body = new byte[3 + (2 * volumes.Length)];
                body[0] = isPlayback ? (byte)1 : (byte)0;
                body[1] = isMuted ? (byte)1 : (byte)0;
                body[2] = (byte)volumes.Length;
                for (var i = 0; i < volumes.Length; i++)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(3 + (2 * i)), volumes[i]);
                }

                Replace(ref _volumeMessages[body[0]], new AgentOutgoing(AgentMessageType.AudioVolumeSync, body));
            }
        }

        Raise();
        return isSent;
    }

    private void Replace(ref AgentOutgoing? waiting, AgentOutgoing message)
    {
        if (waiting is { HasBegun: false } old)
        {
            _ = _queue.Cancel(old);
        }

        waiting = message;
        _queue.Add(AgentLane.Control, message);
        Pump();
    }
}
