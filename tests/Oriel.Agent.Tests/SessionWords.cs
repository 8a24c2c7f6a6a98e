using System.Buffers.Binary;

namespace Oriel.Agent.Tests;

/// <summary>Words of a P20 session read from the region's file without any of our code (lgmp.md section 4.1).</summary>
internal static class SessionWords
{
    public static uint SessionId(string path) => BinaryPrimitives.ReadUInt32LittleEndian(Read(path, 8, 4));

    /// <summary>Producer's clock, milliseconds.</summary>
    public static ulong Timestamp(string path) => BinaryPrimitives.ReadUInt64LittleEndian(Read(path, 16, 8));

    /// <summary>Waits until the producer's clock says that so much time passed: proof that it lives, and a period to watch something else in.</summary>
    public static void WaitForHeartbeats(string path, int milliseconds)
    {
        var from = Timestamp(path);
        Oriel.Testing.Eventually.True(() => Timestamp(path) >= from + (ulong)milliseconds, AgentBed.Patience, "the heartbeat stands still");
    }

    private static byte[] Read(string path, long offset, int count)
    {
        using var file = File.OpenRead(path);
        file.Position = offset;
        var data = new byte[count];
        file.ReadExactly(data);
        return data;
    }
}
