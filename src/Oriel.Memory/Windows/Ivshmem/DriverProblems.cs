using Oriel.Memory.Windows.Native;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>What the driver can refuse, in words. Which error it gives for what is not documented, so the likely ones are grouped and the number is always told.</summary>
internal static class DriverProblems
{
    private const string OneOwner = "close the other program that uses the device (another agent, or another program for this kind of memory; the service keeps it while it runs), "
        + "or give each its own device: ivshmem:1";

    /// <summary>True for errors that mean that the device is no longer there.</summary>
    public static bool IsGone(int error) => error is Kernel32.ERROR_DEVICE_NOT_CONNECTED or Kernel32.ERROR_NO_SUCH_DEVICE or Kernel32.ERROR_DEV_NOT_EXIST or Kernel32.ERROR_DEVICE_REMOVED
        or Kernel32.ERROR_FILE_NOT_FOUND or Kernel32.ERROR_PATH_NOT_FOUND or Kernel32.ERROR_OPERATION_ABORTED or Kernel32.ERROR_NOT_READY;

    /// <summary>True for errors that a driver gives which does not expect the input.</summary>
    public static bool IsUnknownInput(int error) =>
        error is Kernel32.ERROR_INVALID_PARAMETER or Kernel32.ERROR_INSUFFICIENT_BUFFER or Kernel32.ERROR_INVALID_USER_BUFFER;

    public static OrielException OpenFailed(string name, int error) =>
        IsGone(error) ? Gone(name, error)
        : IsInUse(error) ? InUse(name, error)
        : error == Kernel32.ERROR_ACCESS_DENIED ? new OrielException(
            MemoryErrors.PermissionDenied,
            $"{name}: {FileProblems.Describe(error)}; we are {Environment.UserDomainName}\\{Environment.UserName}",
            "permission to open the device, and nobody else who has it open alone",
            "run the agent as the service or as administrator; otherwise " + OneOwner)
        : RequestFailed(name, "to be opened", error);

    public static OrielException MapFailed(string name, int error) =>
        IsInUse(error) || error == Kernel32.ERROR_ACCESS_DENIED ? InUse(name, error) : RequestFailed(name, "to be mapped", error);

    public static OrielException RequestFailed(string name, string what, int error) => IsGone(error) ? Gone(name, error) : new OrielException(
        MemoryErrors.DriverRequestFailed,
        $"{name} refused {what}: {FileProblems.Describe(error)}",
        "a device that the IVSHMEM driver runs and that no other program has mapped",
        OneOwner + "; else update the driver from the virtio-win disk, or restart the device in the device manager");

    /// <summary>The driver answered, and the answer cannot be right.</summary>
    public static OrielException Nonsense(string name, string seen) => new(
        MemoryErrors.DriverRequestFailed,
        $"{name}: {seen}",
        "a size in whole pages and a mapping of that size on a page border",
        "update the IVSHMEM driver from the virtio-win disk and restart the guest");

    private static OrielException Gone(string name, int error) => new(
        MemoryErrors.Missing,
        $"{name}: {FileProblems.Describe(error)}: the device went away",
        "a device that stays",
        "it was removed, disabled or its driver replaced meanwhile: look in the device manager, or restart the guest");

    private static OrielException InUse(string name, int error) => new(
        MemoryErrors.InUse,
        $"{name}: {FileProblems.Describe(error)}",
        "a device that no other program has open or mapped: the driver gives the memory to one at a time",
        OneOwner);

    private static bool IsInUse(int error) => error is Kernel32.ERROR_SHARING_VIOLATION or Kernel32.ERROR_LOCK_VIOLATION or Kernel32.ERROR_BUSY or Kernel32.ERROR_DEVICE_IN_USE
        or Kernel32.ERROR_ALREADY_EXISTS or Kernel32.ERROR_ALREADY_ASSIGNED;
}
