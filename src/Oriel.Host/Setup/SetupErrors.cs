namespace Oriel.Host.Setup;

/// <summary>Errors of set-up, ORL820 to ORL839.</summary>
public static class SetupErrors
{
    private const int Configuration = 8;

    /// <summary>No description of a machine.</summary>
    public static readonly ErrorCode NoDomain = new("ORL820", "this is no description of a virtual machine that Oriel can set up", Configuration);

    /// <summary>There is no such machine, or no libvirt to ask.</summary>
    public static readonly ErrorCode NoMachine = new("ORL821", "the virtual machine was not found", Configuration);

    /// <summary>Several shared memory devices.</summary>
    public static readonly ErrorCode Ambiguous = new("ORL822", "it is not clear which shared memory is meant", Configuration);

    /// <summary>libvirt refused the new description.</summary>
    public static readonly ErrorCode Refused = new("ORL823", "libvirt did not take the new description", Configuration);

    /// <summary>A file could not be read or written.</summary>
    public static readonly ErrorCode File = new("ORL824", "a file could not be read or written", Configuration);

    /// <summary>Nobody there to ask.</summary>
    public static readonly ErrorCode NoAnswer = new("ORL825", "a question could not be asked", Configuration);

    /// <summary>No backup.</summary>
    public static readonly ErrorCode NothingToUndo = new("ORL826", "there is nothing to undo", Configuration);

    /// <summary>A step on the host failed.</summary>
    public static readonly ErrorCode HostStep = new("ORL827", "a step of set-up failed on this host", Configuration);

    /// <summary>Files for the guest or the program that makes the image are missing.</summary>
    public static readonly ErrorCode GuestImage = new("ORL828", "the image for the guest could not be made", Configuration);
}
