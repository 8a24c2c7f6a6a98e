using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Oriel.Memory.Linux.Native;

namespace Oriel.Memory.Linux.Faults;

/// <summary>
/// Keeps the process alive when the file behind a mapping shrinks: touching what is gone raises SIGBUS, and the handler installed here puts zeros in
/// place of the mapping and lets the access continue (docs/adr/0001-sigbus.md). Installed with the first guarded mapping and for the life of
/// the process. Any thread; taking and freeing slots is serialised, the handler itself reads without locks.
/// </summary>
internal static unsafe class FaultGuard
{
    /// <summary>Mappings that can be guarded at once. A viewer has one, tests have dozens.</summary>
    public const int SlotCount = 256;

    // Layout of the data pages: the previous handler, a zeroed kernel sigaction (32 bytes), the slots.
    private const int DefaultAt = 16;
    private const int SlotsAt = 64;

    private static readonly object s_gate = new();
    private static FaultSlot* s_slots;

    /// <summary>True when this machine can be guarded.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Guards a mapping from now on. Call before anything in it is touched.</summary>
    /// <param name="address">Start of the mapping, on a page border.</param>
    /// <param name="bytes">Its length; the rest of the last page belongs to it.</param>
    /// <param name="protection">PROT_ flags it was mapped with.</param>
    /// <param name="name">For messages.</param>
    public static FaultSlot* Register(byte* address, nuint bytes, int protection, string name)
    {
        lock (s_gate)
        {
            if (s_slots == null)
            {
                Install(name);
            }

            for (var i = 0; i < SlotCount; i++)
            {
                var slot = s_slots + i;
                if (slot->End == 0)
                {
                    var page = (ulong)Environment.SystemPageSize;
                    slot->Faulted = 0;
                    slot->Protection = protection;
                    Volatile.Write(ref slot->Start, (ulong)address);
                    Volatile.Write(ref slot->End, ((ulong)address + bytes + page - 1) & ~(page - 1));
                    return slot;
                }
            }
        }

        throw new OrielException(
            MemoryErrors.MapFailed,
            $"{name} would be mapping number {SlotCount + 1}",
            $"at most {SlotCount} regions open at once",
            "close regions that are no longer used");
    }

    /// <summary>Stops guarding. Call before the mapping is removed, so that an address is never guarded that may already mean something else.</summary>
    public static void Unregister(FaultSlot* slot)
    {
        lock (s_gate)
        {
            Volatile.Write(ref slot->End, 0);
        }
    }

    private static void Install(string name)
    {
        if (!IsSupported)
        {
            throw Refused($"{RuntimeInformation.OSDescription} on {RuntimeInformation.ProcessArchitecture}; {name} cannot be guarded against shrinking", "Linux on x86-64");
        }

        var data = MapPages((nuint)(SlotsAt + (SlotCount * sizeof(FaultSlot))));
        var code = MapPages((nuint)FaultHandlerCode.Bytes.Length);

        // SAFETY: both blocks are ours, whole pages, and larger than what is written.
        var text = new Span<byte>(code, FaultHandlerCode.Bytes.Length);
        FaultHandlerCode.Bytes.CopyTo(text);
        BinaryPrimitives.WriteUInt64LittleEndian(text[FaultHandlerCode.TableAddressAt..], (ulong)(data + SlotsAt));
        BinaryPrimitives.WriteInt32LittleEndian(text[FaultHandlerCode.SlotCountAt..], SlotCount);
        BinaryPrimitives.WriteUInt64LittleEndian(text[FaultHandlerCode.PreviousAddressAt..], (ulong)data);
        BinaryPrimitives.WriteUInt64LittleEndian(text[FaultHandlerCode.DefaultAddressAt..], (ulong)(data + DefaultAt));
        if (Libc.mprotect(code, (nuint)text.Length, Libc.PROT_READ | Libc.PROT_EXEC) != 0)
        {
            throw Refused($"making the handler executable failed: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}", "a system that lets .NET compile code (no MemoryDenyWriteExecute, SELinux execmem allowed)");
        }

        SignalAction previous;
        if (Libc.sigaction(Libc.SIGBUS, null, &previous) != 0)
        {
            throw Refused($"reading the SIGBUS handler failed: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}", "a readable signal table");
        }

        // The handler that was there gets the signals that are not ours under the conditions it asked for: the same mask and flags, the same stack in particular. The
        // runtime's own handler must not find itself on the small alternate stack, where it would unwind from.
        *(nint*)data = previous.Handler;
        var action = previous;
        action.Handler = (nint)code;
        action.Flags = (previous.Handler > 1 ? previous.Flags : Libc.SA_RESTART) | Libc.SA_SIGINFO;
        if (Libc.sigaction(Libc.SIGBUS, &action, null) != 0)
        {
            throw Refused($"setting the SIGBUS handler failed: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}", "a writable signal table");
        }

        s_slots = (FaultSlot*)(data + SlotsAt);
    }

    private static byte* MapPages(nuint bytes)
    {
        var address = (byte*)Libc.mmap(null, bytes, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS, -1, 0);
        return (nint)address != -1 ? address : throw Refused($"no memory for the handler: {RegionOpening.Describe(Marshal.GetLastPInvokeError())}", "three free pages");
    }

    private static OrielException Refused(string seen, string expected) =>
        new(MemoryErrors.NoFaultGuard, seen, expected, "run Oriel on x86-64 Linux without such restrictions; without the guard a shrinking file would end the program");
}
