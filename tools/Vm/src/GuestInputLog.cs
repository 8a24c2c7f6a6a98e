using System.Buffers.Binary;

namespace Oriel.Vm;

/// <summary>
/// What the guest's kernel gets from its input devices, byte for byte: in the guest, one <c>cat</c> per event device writes into the shared folder. Devices
/// that appear later are not followed.
/// </summary>
public sealed class GuestInputLog : IDisposable
{
    // struct input_event on x86-64: seconds, microseconds (8 bytes each), type, code (2 each), value (4).
    private const int EventBytes = 24;
    private static int s_number;
    private readonly QemuGuest _guest;
    private readonly string _name = $"input-{Interlocked.Increment(ref s_number)}";

    internal GuestInputLog(QemuGuest guest)
    {
        _guest = guest;

        // "ready" only when every reader has its device open, so that nothing sent afterwards is missed.
        guest.Run($$"""
            mkdir -p /share/{{_name}}
            for device in /dev/input/event*; do
              number=${device##*event}
              cat /sys/class/input/event$number/device/name > /share/{{_name}}/$number.name
              cat $device > /share/{{_name}}/$number.events &
              echo $! >> /run/{{_name}}.pids
            done
            for pid in $(cat /run/{{_name}}.pids); do
              until ls -l /proc/$pid/fd 2>/dev/null | grep -q /dev/input/event; do sleep 0.02; done
            done
            """);
    }

    /// <summary>Names of the devices.</summary>
    public IReadOnlyList<string> Devices => [.. Directory.GetFiles(Folder, "*.name").Select(file => File.ReadAllText(file).Trim())];

    /// <summary>Everything so far except the synchronisation marks, device by device in order.</summary>
    public IReadOnlyList<GuestInputEvent> Events
    {
        get
        {
            var events = new List<GuestInputEvent>();
            foreach (var file in Directory.GetFiles(Folder, "*.events").Order(StringComparer.Ordinal))
            {
                var device = File.ReadAllText(Path.ChangeExtension(file, "name")).Trim();
                var data = File.ReadAllBytes(file);
                for (var at = 0; at + EventBytes <= data.Length; at += EventBytes)
                {
                    var seen = new GuestInputEvent(
                        device,
                        (BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at)) * 1_000_000) + BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(at + 8)),
                        BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 16)),
                        BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + 18)),
                        BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(at + 20)));
                    if (seen.Type is not (0 or 4))
                    {
                        events.Add(seen);
                    }
                }
            }

            return events;
        }
    }

    private string Folder => Path.Combine(_guest.Share, _name);

    /// <summary>Events of one type.</summary>
    public IReadOnlyList<GuestInputEvent> Of(int type) => [.. Events.Where(seen => seen.Type == type)];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_guest.HasExited)
        {
            _guest.Shell.Run($"kill $(cat /run/{_name}.pids); rm /run/{_name}.pids");
        }
    }
}
