namespace Oriel.Sound.Devices;

/// <summary>What a device is asked for. The device may give something else.</summary>
/// <param name="Device">Its name; null = the system's default.</param>
/// <param name="Format">Channels and rate.</param>
/// <param name="PeriodFrames">Frames of one callback.</param>
public readonly record struct AudioWish(string? Device, AudioFormat Format, int PeriodFrames);
