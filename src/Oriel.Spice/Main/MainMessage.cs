namespace Oriel.Spice.Main;

/// <summary>Message numbers of the MAIN channel (spice.md section 6.1); those of the server first.</summary>
internal static class MainMessage
{
    public const ushort MigrateBegin = 101;
    public const ushort Init = 103;
    public const ushort ChannelsList = 104;
    public const ushort MouseMode = 105;
    public const ushort MultiMediaTime = 106;
    public const ushort AgentConnected = 107;
    public const ushort AgentDisconnected = 108;
    public const ushort AgentData = 109;
    public const ushort AgentToken = 110;
    public const ushort SwitchHost = 111;
    public const ushort MigrateEnd = 112;
    public const ushort Name = 113;
    public const ushort Uuid = 114;
    public const ushort AgentConnectedTokens = 115;
    public const ushort MigrateBeginSeamless = 116;

    /// <summary>Client to server.</summary>
    public static class ToServer
    {
        public const ushort MigrateConnectError = 103;
        public const ushort AttachChannels = 104;
        public const ushort MouseModeRequest = 105;
    }
}
