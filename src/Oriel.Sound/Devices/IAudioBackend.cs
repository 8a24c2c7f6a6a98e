using Oriel.Interop.Linux.Sdl;

namespace Oriel.Sound.Devices;

/// <summary>Opens sound devices. For any thread.</summary>
public interface IAudioBackend
{
    /// <summary>Opens an output; it is silent until <see cref="IAudioDevice.Begin"/>.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="fill">Gives samples in the format of the device, on the device's thread.</param>
    /// <exception cref="OrielException">There is no such device, or none at all.</exception>
    IAudioDevice OpenOutput(AudioWish wish, IAudioFill fill);

    /// <summary>Opens an input; nothing is recorded until <see cref="IAudioDevice.Begin"/>.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="take">Takes samples in the format of the device, on the device's thread.</param>
    /// <exception cref="OrielException">There is no such device, or none at all.</exception>
    IAudioDevice OpenInput(AudioWish wish, IAudioTake take);
}
