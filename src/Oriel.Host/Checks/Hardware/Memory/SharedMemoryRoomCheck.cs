using System.Globalization;
using Oriel.Host.Checks.Hardware.Facts;
using Oriel.Host.Machines;

namespace Oriel.Host.Checks.Hardware.Memory;

/// <summary>Whether /dev/shm has room for the regions that lie there.</summary>
internal sealed class SharedMemoryRoomCheck : ReportingCheck
{
    private const string Folder = "/dev/shm";

    /// <inheritdoc/>
    public override string Id => "H29";

    /// <inheritdoc/>
    public override CheckGroup Group => CheckGroup.Memory;

    /// <inheritdoc/>
    public override string Title => "/dev/shm has room for the regions";

    /// <inheritdoc/>
    public override string Symptom => "QEMU ends with a bus error (SIGBUS) when the guest begins to write frames, or \"No space left on device\"";

    /// <inheritdoc/>
    public override string LooksAt => "the size of /dev/shm in /proc/mounts, the sizes of the machines' regions there";

    /// <inheritdoc/>
    public override string Why => "A file there gets its memory when it is written. A file system that is full by then ends the program that writes, which is QEMU.";

    /// <inheritdoc/>
    public override string Remedy => "Make /dev/shm larger, or delete what lies in it.";

    /// <inheritdoc/>
    public override void Run(CheckContext context, ICollection<Finding> findings)
    {
        var regions = context.Facts<VirtualMachines>().All.SelectMany(machine => machine.SharedMemory)
            .Where(memory => memory.Path.StartsWith(Folder + "/", StringComparison.Ordinal) && memory.Bytes is > 0)
            .DistinctBy(memory => memory.Path, StringComparer.Ordinal).ToList();
        if (regions.Count == 0 || RoomOf(context) is not (> 0 and var room))
        {
            return;
        }

        var wanted = regions.Aggregate(0UL, (sum, memory) => sum + Math.Min(memory.Bytes!.Value, 1UL << 40));
        var names = string.Join(", ", regions.Take(8).Select(memory => $"{memory.Path} {SystemText.Words(memory.Bytes!.Value)}"));
        if (wanted <= room)
        {
            findings.Add(Good(Folder, "/dev/shm has room for the regions", $"{names}; {SystemText.Words(room)} in all"));
            return;
        }

        var enough = System.Numerics.BitOperations.RoundUpToPowerOf2(wanted * 2);
        findings.Add(Problem(Folder, "/dev/shm is too small for the regions", $"{names}: {SystemText.Words(wanted)} together; {Folder} holds {SystemText.Words(room)}", $"{SystemText.Words(enough)}, to leave room for others") with
        {
            Remedy =
            [
                new RemedyStep("Until the next boot", RemedyKind.Command, string.Create(CultureInfo.InvariantCulture, $"sudo mount -o remount,size={enough >> 20}M {Folder}")),
                new RemedyStep("and for good: append the line", RemedyKind.File, string.Create(CultureInfo.InvariantCulture, $"tmpfs {Folder} tmpfs defaults,size={enough >> 20}M 0 0"), "/etc/fstab"),
            ],
        });
    }

    // "tmpfs /dev/shm tmpfs rw,nosuid,nodev,size=65536k 0 0"; without a size it is half of the memory.
    private static ulong? RoomOf(CheckContext context)
    {
        var mount = (context.System.Read("/proc/mounts").Value ?? "").Split('\n').Select(line => line.Split(' ')).LastOrDefault(words => words.Length > 3 && words[1] == Folder && words[2] == "tmpfs");
        if (mount is null)
        {
            return null;
        }

        var size = mount[3].Split(',').FirstOrDefault(option => option.StartsWith("size=", StringComparison.Ordinal));
        return size is null ? context.Facts<MemoryFacts>().TotalBytes / 2
            : ulong.TryParse(size.AsSpan(5).TrimEnd('k'), NumberStyles.None, CultureInfo.InvariantCulture, out var kib) && kib < 1UL << 50 ? (size.EndsWith('k') ? kib << 10 : kib)
            : null;
    }
}
