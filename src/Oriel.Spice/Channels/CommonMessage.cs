namespace Oriel.Spice.Channels;

/// <summary>Message numbers that mean the same on every channel (spice.md section 5).</summary>
internal static class CommonMessage
{
    /// <summary>The first number that belongs to a channel of its own.</summary>
    public const ushort FirstOfChannel = 101;

    /// <summary>Server to client.</summary>
    public static class FromServer
    {
        public const ushort Migrate = 1;
        public const ushort MigrateData = 2;
        public const ushort SetAck = 3;
        public const ushort Ping = 4;
        public const ushort WaitForChannels = 5;
        public const ushort Disconnecting = 6;
        public const ushort Notify = 7;
        public const ushort List = 8;
    }

    /// <summary>Client to server.</summary>
    public static class FromClient
    {
        public const ushort AckSync = 1;
        public const ushort Ack = 2;
        public const ushort Pong = 3;
        public const ushort Disconnecting = 6;
    }
}
