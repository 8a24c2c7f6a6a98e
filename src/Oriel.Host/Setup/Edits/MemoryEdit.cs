using Oriel.Host.Setup.Xml;
using Oriel.Host.Sizes;

namespace Oriel.Host.Setup.Edits;

/// <summary>The shared memory: a file, a server with doorbells, or kvmfr. One that is there is adapted, whatever its name; a second one is never made.</summary>
internal sealed class MemoryEdit : DomainEdit
{
    public override string Id => "memory";

    public override string Title => "Shared memory for the picture";

    public override string Why => "the guest's agent writes frames there and the viewer reads them; its size is a power of two and has to hold two or three frames of the largest mode";

    public override string Undo => "remove <shmem>, or the two arguments in <qemu:commandline>";

    public override string Xml => Plain("oriel", RegionSize.Any(SetupWish.UsualMode.Width, SetupWish.UsualMode.Height, isHdr: false));

    /// <summary>A name that says it carries sound of the guest: another device, which is left alone.</summary>
    public static bool IsSound(string name) => name.Contains("scream", StringComparison.OrdinalIgnoreCase);

    internal override void Apply(EditWork work)
    {
        var shmem = Choose(work);
        var arguments = shmem is null ? MemoryArguments.Find(work.Source) : null;
        var has = shmem is not null ? KindOf(shmem) : arguments is null ? MemoryKind.Keep : arguments.IsKvmfr ? MemoryKind.Kvmfr : MemoryKind.Plain;
        var wanted = work.Wish.Memory != MemoryKind.Keep ? work.Wish.Memory : has != MemoryKind.Keep ? has : work.Wish.NewMemory;
        if (arguments is not null && wanted == has)
        {
            Resize(work, arguments, wanted);
        }
        else if (wanted == MemoryKind.Kvmfr)
        {
            ToKvmfr(work, shmem);
        }
        else
        {
            if (arguments is not null)
            {
                work.Source = MemoryArguments.Remove(work.Source);
                work.Did(this, $"QEMU arguments for {arguments.Path} removed");
            }

            ToShmem(work, shmem, wanted, arguments);
        }
    }

    private static MemoryKind KindOf(XmlTag shmem) => shmem.Child("model")?["type"] == "ivshmem-doorbell" || (shmem.Child("model") is null && shmem.Child("server") is not null) ? MemoryKind.Doorbell : MemoryKind.Plain;

    private static string Plain(string name, ulong bytes) =>
        $"<shmem name='{XmlSource.Escape(name, '\'')}'>\n  <model type='ivshmem-plain'/>\n  <size unit='M'>{bytes >> 20}</size>\n</shmem>";

    private static string Doorbell(string name, string socket) =>
        $"<shmem name='{XmlSource.Escape(name, '\'')}'>\n  <model type='ivshmem-doorbell'/>\n  <server path='{XmlSource.Escape(socket, '\'')}'/>\n  <msi vectors='1'/>\n</shmem>";

    private static string SocketOf(EditWork work, string name) => $"{work.Wish.SocketFolder}/{name}.sock";

    // The device that shows the screen: by the name asked for, by a name known for it, or the only one.
    private static XmlTag? Choose(EditWork work)
    {
        var devices = work.Devices.All("shmem").Where(one => !IsSound(one["name"] ?? "")).ToList();
        var named = devices.Find(one => work.Wish.Name.Length > 0 && one["name"] == work.Wish.Name)
            ?? devices.Find(one => one["name"] is { } name && (name.StartsWith("oriel", StringComparison.Ordinal) || name.Contains("looking-glass", StringComparison.Ordinal)));
        if (named is not null || devices.Count <= 1)
        {
            return named ?? (MemoryArguments.Find(work.Source) is null ? devices.FirstOrDefault() : null);
        }

        return MemoryArguments.Find(work.Source) is not null ? null : throw new OrielException(
            SetupErrors.Ambiguous,
            $"the machine has {devices.Count} shared memory devices: {string.Join(", ", devices.Select(one => one["name"]))}",
            "one that is Oriel's",
            $"name it: --name {ShellWords.Quote(devices[0]["name"] ?? "")}");
    }

    private void Resize(EditWork work, MemoryArguments arguments, MemoryKind kind)
    {
        var bytes = arguments.Bytes == 0 ? work.Wish.NewBytes : work.Wish.Resized(arguments.Bytes);
        if (bytes != arguments.Bytes)
        {
            work.Source = arguments.Resize(work.Source, bytes);
            work.Did(this, $"{arguments.Path}: {arguments.Bytes >> 20} MiB became {bytes >> 20} MiB in QEMU's arguments");
        }

        work.Memory = new PlannedMemory(kind, Path.GetFileName(arguments.Path), arguments.Path, "", bytes);
    }

    private void ToKvmfr(EditWork work, XmlTag? shmem)
    {
        var bytes = shmem is null || KindOf(shmem) == MemoryKind.Doorbell ? work.Wish.NewBytes : work.Wish.Resized(BytesOf(work.Source, shmem));
        if (shmem is not null)
        {
            work.Source = work.Source.Remove(shmem);
            work.Did(this, $"shared memory device {shmem["name"]} removed; kvmfr takes its place");
        }
        else if (MemoryArguments.Find(work.Source) is { } other)
        {
            bytes = work.Wish.Resized(other.Bytes);
            work.Source = MemoryArguments.Remove(work.Source);
            work.Did(this, $"QEMU arguments for {other.Path} removed");
        }

        work.Source = MemoryArguments.Add(work.Source, work.Wish.KvmfrDevice, bytes, work.Wish.QemuTakesJson);
        work.Did(this, $"shared memory of {bytes >> 20} MiB in {work.Wish.KvmfrDevice} added by QEMU's own arguments, as libvirt knows no kvmfr");
        work.Memory = new PlannedMemory(MemoryKind.Kvmfr, Path.GetFileName(work.Wish.KvmfrDevice), work.Wish.KvmfrDevice, "", bytes);
    }

    private void ToShmem(EditWork work, XmlTag? shmem, MemoryKind wanted, MemoryArguments? arguments)
    {
        var name = work.Wish.Name.Length > 0 ? work.Wish.Name : shmem?["name"] ?? work.Wish.NewName;
        var had = shmem is not null && KindOf(shmem) == MemoryKind.Plain ? BytesOf(work.Source, shmem) : arguments?.Bytes ?? 0;
        var isServed = shmem is not null && wanted == MemoryKind.Doorbell && KindOf(shmem) == MemoryKind.Doorbell;
        var bytes = isServed && work.Wish is { Bytes: 0, Mode.Width: 0 } ? 0 : had == 0 ? work.Wish.NewBytes : work.Wish.Resized(had);
        var socket = wanted == MemoryKind.Doorbell ? shmem?.Child("server")?["path"] ?? SocketOf(work, name) : "";
        if (shmem is null)
        {
            work.AddDevice(wanted == MemoryKind.Doorbell ? Doorbell(name, socket) : Plain(name, bytes), "shmem");
            work.Did(this, wanted == MemoryKind.Doorbell ? $"shared memory {name} added, from the doorbell server at {socket}" : $"shared memory {name} of {bytes >> 20} MiB added");
        }
        else
        {
            new ShmemRewrite(this, work, shmem["name"] ?? "").Apply(name, wanted, bytes, socket);
        }

        work.Memory = new PlannedMemory(wanted, name, wanted == MemoryKind.Plain ? $"/dev/shm/{name}" : "", socket, bytes);
    }

    /// <summary>Size of a shared memory device; libvirt's default is 4 MiB.</summary>
    internal static ulong BytesOf(XmlSource source, XmlTag shmem) => shmem.Child("size") is { } size && ScaledSize.TryParse(source.TextOf(size), size["unit"], out var bytes) ? bytes : 4 << 20;
}
