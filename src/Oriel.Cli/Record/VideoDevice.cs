namespace Oriel.Cli.Record;

/// <summary>Looks at a V4L2 loop-back device before anything is started for it.</summary>
internal static class VideoDevice
{
    /// <summary>Throws <see cref="OrielException"/> when it is missing, no device, no loop-back, or not ours to write.</summary>
    public static void Check(string device)
    {
        if (!File.Exists(device))
        {
            throw new OrielException(
                CliErrors.NoVideoDevice, $"{device} does not exist", "a V4L2 loop-back device",
                $"install it: sudo apt install v4l2loopback-dkms; then make one: sudo modprobe v4l2loopback video_nr={device["/dev/video".Length..]} card_label=Oriel exclusive_caps=1");
        }

        try
        {
            using var file = new FileStream(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OrielException(
                CliErrors.NoVideoDevice, $"{device}: {error.Message}", "a device this user may write and nobody else uses", "join its group: sudo usermod -aG video $USER, log in again; or choose another device", error);
        }
    }
}
