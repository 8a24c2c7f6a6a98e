namespace Oriel.Vm;

/// <summary>One event of a guest's input device as its kernel has it (linux/input.h).</summary>
/// <param name="Device">Name of the device, for example "QEMU Virtio Mouse".</param>
/// <param name="TimeUs">The guest's clock.</param>
/// <param name="Type">1 key or button, 2 relative, 3 absolute, 17 LED.</param>
/// <param name="Code">Which.</param>
/// <param name="Value">1 down, 0 up, 2 repeat; or how far; or where.</param>
public readonly record struct GuestInputEvent(string Device, long TimeUs, int Type, int Code, int Value);
