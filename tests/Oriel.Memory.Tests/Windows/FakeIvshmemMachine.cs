using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Oriel.Memory.Windows.Ivshmem;

namespace Oriel.Memory.Tests.Windows;

/// <summary>
/// A Windows guest with ivshmem devices and the IVSHMEM driver, as its published header and the manuals describe them: buffers of exact layout (spelled out here a second time, by
/// offsets), one mapping at a time, cleaned up when the handle closes. Any call can be told to fail.
/// </summary>
internal sealed class FakeIvshmemMachine : IIvshmemDriverPort, IDisposable
{
    public const int InvalidFunction = 1;
    public const int FileNotFound = 2;
    public const int InvalidParameter = 87;
    public const int InsufficientBuffer = 122;
    public const int DeviceNotConnected = 1167;

    private const uint RequestSize = (0x22 << 16) | (0x801 << 2);
    private const uint RequestMap = (0x22 << 16) | (0x802 << 2);
    private const uint ReleaseMap = (0x22 << 16) | (0x803 << 2);
    private const uint Ring = (0x22 << 16) | (0x804 << 2);

    /// <summary>In the order in which Windows would enumerate them, which is no particular one.</summary>
    public List<FakeIvshmemDevice> Devices { get; } = [];

    /// <summary>Opens and requests so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Number of the call that fails, counted from 1; 0 = none.</summary>
    public int FailingCall { get; set; }

    public int FailingError { get; set; }

    public FakeIvshmemDevice Add(uint bus, uint device, long bytes)
    {
        var added = new FakeIvshmemDevice(bus, device, bytes);
        added.File.Create(bytes);
        Devices.Add(added);
        return added;
    }

    public IReadOnlyList<FoundInterface> FindInterfaces() => [.. Devices.Where(d => d.HasDriver && !d.IsRemoved).Select(d => new FoundInterface(d.Path, d.Slot))];

    public IReadOnlyList<FoundFunction> FindFunctions() =>
        [.. Devices.Where(d => !d.IsRemoved).Select(d => new FoundFunction(d.Slot, d.HasDriver ? "IVSHMEM Device" : "PCI standard RAM Controller", d.HasDriver ? "IVSHMEM" : null, d.Problem))];

    public SafeHandle? Open(string path, out int error)
    {
        var device = Devices.FirstOrDefault(d => d.Path == path && !d.IsRemoved);
        error = Fails() ?? (device is null ? FileNotFound : 0);
        return error == 0 ? new Handle(device!) : null;
    }

    public bool TryControl(SafeHandle device, uint code, ReadOnlySpan<byte> input, Span<byte> output, out uint returned, out int error)
    {
        ObjectDisposedException.ThrowIf(device.IsClosed, device);
        var handle = (Handle)device;
        returned = 0;
        error = Fails() ?? (handle.Device.IsRemoved ? DeviceNotConnected : Answer(handle, code, input, output, out returned));
        returned = error == 0 ? returned - Math.Min(returned, handle.Device.MissingBytes) : 0;
        return error == 0;
    }

    public void Dispose()
    {
        foreach (var device in Devices)
        {
            device.File.Dispose();
        }
    }

    private static int Answer(Handle handle, uint code, ReadOnlySpan<byte> input, Span<byte> output, out uint returned)
    {
        returned = 0;
        switch (code)
        {
            case RequestSize when output.Length >= 8:
                BinaryPrimitives.WriteUInt64LittleEndian(output, handle.Device.AnsweredSize);
                returned = 8;
                return 0;
            case RequestMap when output.Length >= 32 && input.Length == (handle.Device.IsOldDriver ? 0 : 1):
                return Map(handle, input, output, out returned);
            case ReleaseMap:
                handle.Device.Releases++;
                return handle.Unmap() ? 0 : InvalidParameter;
            case Ring when input.Length >= 4:
                var ring = (Peer: BinaryPrimitives.ReadUInt16LittleEndian(input), Vector: BinaryPrimitives.ReadUInt16LittleEndian(input[2..]));
                handle.Device.Rings.Add(ring);
                return ring.Vector < handle.Device.Vectors ? 0 : InvalidParameter;
            case RequestSize or RequestMap or Ring:
                return output.Length < 8 && input.IsEmpty ? InsufficientBuffer : InvalidParameter;
            default:
                return InvalidFunction;
        }
    }

    private static int Map(Handle handle, ReadOnlySpan<byte> input, Span<byte> output, out uint returned)
    {
        returned = 0;
        var device = handle.Device;
        if (device.Owner is not null)
        {
            return device.InUseError;
        }

        if (!input.IsEmpty && input[0] > 2)
        {
            return InvalidParameter;
        }

        device.CacheMode = input.IsEmpty ? -1 : input[0];
        BinaryPrimitives.WriteUInt16LittleEndian(output, device.PeerId);
        BinaryPrimitives.WriteUInt64LittleEndian(output[8..], device.MappedSize ?? device.AnsweredSize);
        BinaryPrimitives.WriteInt64LittleEndian(output[16..], device.AddressShift is { } shift ? handle.Map() + shift : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(output[24..], device.Vectors);
        device.Owner = handle;
        returned = 32;
        return 0;
    }

    private int? Fails() => ++Calls == FailingCall ? FailingError : null;

    private sealed class Handle : SafeHandle
    {
        private MemoryMappedFile? _file;
        private MemoryMappedViewAccessor? _view;

        public Handle(FakeIvshmemDevice device)
            : base(0, ownsHandle: true)
        {
            Device = device;
            Device.OpenHandles++;
            SetHandle(1);
        }

        public FakeIvshmemDevice Device { get; }

        public override bool IsInvalid => handle == 0;

        public nint Map()
        {
            var file = new FileStream(Device.File.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor();
            return _view.SafeMemoryMappedViewHandle.DangerousGetHandle();
        }

        public bool Unmap()
        {
            if (Device.Owner != this)
            {
                return false;
            }

            Device.Owner = null;
            _view?.Dispose();
            _file?.Dispose();
            _view = null;
            return true;
        }

        protected override bool ReleaseHandle()
        {
            Unmap();
            Device.OpenHandles--;
            return true;
        }
    }
}
