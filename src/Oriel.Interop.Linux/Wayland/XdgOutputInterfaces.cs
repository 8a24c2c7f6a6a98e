namespace Oriel.Interop.Linux.Wayland;

/// <summary>The protocol xdg-output (version 1) as libwayland wants it described. A test compares the names and signatures with the protocol's file.</summary>
internal static class XdgOutputInterfaces
{
    public const uint ManagerGetXdgOutput = 1;
    public const uint EventLogicalSize = 1;

    /// <summary>Requests of zxdg_output_manager_v1, in order.</summary>
    public static readonly (string Name, string Signature)[] ManagerRequests = [("destroy", ""), ("get_xdg_output", "no")];

    /// <summary>Requests of zxdg_output_v1.</summary>
    public static readonly (string Name, string Signature)[] OutputRequests = [("destroy", "")];

    /// <summary>Events of zxdg_output_v1; those from version 2 on are not asked for.</summary>
    public static readonly (string Name, string Signature)[] OutputEvents = [("logical_position", "ii"), ("logical_size", "ii"), ("done", "")];

    /// <summary>wl_interface of zxdg_output_manager_v1.</summary>
    public static nint Manager { get; } = PresentationInterfaces.Make("zxdg_output_manager_v1", ManagerRequests, []);

    /// <summary>wl_interface of zxdg_output_v1.</summary>
    public static nint Output { get; } = PresentationInterfaces.Make("zxdg_output_v1", OutputRequests, OutputEvents);
}
