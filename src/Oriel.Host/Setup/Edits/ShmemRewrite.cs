using System.Globalization;
using Oriel.Host.Setup.Xml;

namespace Oriel.Host.Setup.Edits;

/// <summary>Changes a &lt;shmem&gt; that is there, one child at a time: its address, alias and what else it has stay.</summary>
internal sealed class ShmemRewrite(DomainEdit edit, EditWork work, string oldName)
{
    private string _name = oldName;

    private XmlTag Shmem => work.Devices.All("shmem").First(one => (one["name"] ?? "") == _name);

    /// <summary>Makes it what is wanted.</summary>
    public void Apply(string name, MemoryKind kind, ulong bytes, string socket)
    {
        if (name != _name)
        {
            work.Source = work.Source.Set(Shmem, "name", name);
            work.Did(edit, $"shared memory {_name} renamed {name}");
            _name = name;
        }

        if (kind == MemoryKind.Doorbell)
        {
            ToDoorbell(socket);
        }
        else
        {
            ToPlain(bytes);
        }
    }

    private void ToDoorbell(string socket)
    {
        var changed = Model("ivshmem-doorbell");
        changed |= Drop("size");
        if (Shmem.Child("server")?["path"] != socket)
        {
            work.Source = Shmem.Child("server") is { } server ? work.Source.Set(server, "path", socket) : work.Source.Add(Shmem, $"<server path='{XmlSource.Escape(socket, '\'')}'/>", Shmem.Child("model"));
            changed = true;
        }

        if (Shmem.Child("msi")?["vectors"] is null)
        {
            work.Source = Shmem.Child("msi") is { } msi ? work.Source.Set(msi, "vectors", "1") : work.Source.Add(Shmem, "<msi vectors='1'/>", Shmem.Child("server"));
            changed = true;
        }

        if (changed)
        {
            work.Did(edit, $"shared memory {_name} comes from the doorbell server at {socket}");
        }
    }

    private void ToPlain(ulong bytes)
    {
        var changed = Model("ivshmem-plain");
        changed |= Drop("server");
        changed |= Drop("msi");
        if (changed)
        {
            work.Did(edit, $"shared memory {_name} is a file in /dev/shm");
        }

        if (Shmem.Child("size") is not { } size)
        {
            work.Source = work.Source.Add(Shmem, $"<size unit='M'>{bytes >> 20}</size>", Shmem.Child("model"));
            work.Did(edit, $"shared memory {_name} has {bytes >> 20} MiB");
        }
        else if (MemoryEdit.BytesOf(work.Source, Shmem) is var had && had != bytes)
        {
            // The unit stays when the new size is a whole number of it.
            var unit = ScaledSize.TryParse("1", size["unit"], out var one) && bytes % one == 0 && size["unit"] is not null ? one : 1 << 20;
            work.Source = work.Source.SetText(size, (bytes / unit).ToString(CultureInfo.InvariantCulture));
            if (unit == 1 << 20 && !(size["unit"] is "M" or "MiB"))
            {
                work.Source = work.Source.Set(Shmem.Child("size")!, "unit", "M");
            }

            work.Did(edit, $"shared memory {_name}: {had >> 20} MiB became {bytes >> 20} MiB");
        }
    }

    private bool Model(string type)
    {
        if (Shmem.Child("model") is { } model)
        {
            if (model["type"] == type)
            {
                return false;
            }

            work.Source = work.Source.Set(model, "type", type);
            return true;
        }

        work.Source = work.Source.Add(Shmem, $"<model type='{type}'/>");
        return true;
    }

    private bool Drop(string name)
    {
        if (Shmem.Child(name) is not { } child)
        {
            return false;
        }

        work.Source = work.Source.Remove(child);
        return true;
    }
}
