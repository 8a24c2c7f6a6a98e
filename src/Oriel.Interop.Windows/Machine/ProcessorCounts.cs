using System.Buffers.Binary;
using System.Numerics;

namespace Oriel.Interop.Windows.Machine;

/// <summary>How the processors of a machine are arranged.</summary>
/// <param name="Sockets">Packages.</param>
/// <param name="Cores">Cores.</param>
/// <param name="Threads">Hardware threads.</param>
public readonly record struct ProcessorCounts(int Sockets, int Cores, int Threads)
{
    /// <summary>Asks the system; all zero when it does not answer.</summary>
    public static unsafe ProcessorCounts Read()
    {
        uint length = 0;

        // SAFETY: the first call is told that there is no room and only answers how much is needed; the second gets that much.
        _ = MachineApi.GetLogicalProcessorInformationEx(MachineConstants.RelationAll, null, &length);
        if (length is 0 or > 1 << 20)
        {
            return default;
        }

        var records = new byte[length];
        fixed (byte* start = records)
        {
            if (MachineApi.GetLogicalProcessorInformationEx(MachineConstants.RelationAll, start, &length) == 0)
            {
                return default;
            }
        }

        return Parse(records.AsSpan(0, (int)Math.Min(length, (uint)records.Length)));
    }

    /// <summary>Counts in what the system answered: records of varying size and kind. Pure; stops at the first that makes no sense.</summary>
    public static ProcessorCounts Parse(ReadOnlySpan<byte> records)
    {
        var (sockets, cores, threads) = (0, 0, 0);
        while (records.Length >= MachineConstants.GroupsOffset)
        {
            var relationship = BinaryPrimitives.ReadUInt32LittleEndian(records[MachineConstants.RelationshipOffset..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(records[MachineConstants.SizeOffset..]);
            if (size < MachineConstants.GroupsOffset || size > (uint)records.Length)
            {
                break;
            }

            if (relationship == MachineConstants.RelationProcessorPackage)
            {
                sockets++;
            }
            else if (relationship == MachineConstants.RelationProcessorCore)
            {
                cores++;
                threads += CountThreads(
                    records[MachineConstants.GroupsOffset..(int)size], BinaryPrimitives.ReadUInt16LittleEndian(records[MachineConstants.GroupCountOffset..]));
            }

            records = records[(int)size..];
        }

        return new ProcessorCounts(sockets, cores, threads);
    }

    private static int CountThreads(ReadOnlySpan<byte> groups, int count)
    {
        var threads = 0;
        for (var i = 0; i < count && groups.Length >= MachineConstants.GroupBytes; i++)
        {
            threads += BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(groups[MachineConstants.GroupMaskOffset..]));
            groups = groups[MachineConstants.GroupBytes..];
        }

        return threads;
    }
}
