namespace Oriel.Host.Setup.Guest;

/// <summary>The first file on the image.</summary>
internal static class GuestReadme
{
    /// <summary>Its text for the systems on the image.</summary>
    public static string Text(IReadOnlyList<string> systems) => string.Concat((string[])
    [
        """
        Oriel guest agent

        It copies the finished pictures of this virtual machine into memory that it shares with its Linux host,
        where "oriel" shows them in a window. Nothing on this disc starts by itself.


        """,
        systems.Contains("windows") ? """
        Windows 10 and 11 (64 bit)
          1. The driver of the shared memory device ("IVSHMEM") is on the virtio-win disc, folder Ivshmem:
             right-click ivshmem.inf, "Install". Clipboard and mouse: the SPICE guest tools and virtio-win.
          2. Copy the folder "windows" of this disc to the machine, open PowerShell with "Run as administrator" in
             the copy, and run
                 powershell -ExecutionPolicy Bypass -File install.ps1
          3. "C:\Program Files\Oriel\oriel-agent.exe" status
             says whether it runs, and what is missing.


        """ : "",
        systems.Contains("linux") ? """
        Linux with X11 (64 bit)
          1. Copy the folder "linux" of this disc to the machine (for example to ~/oriel) and try it in a terminal of
             the desktop:
                 sh -c 'chmod +x oriel-agent && ./oriel-agent run'
          2. To have it started with the desktop:
                 sudo install -m 755 oriel-agent /usr/bin/oriel-agent
                 install -D oriel-agent.service ~/.config/systemd/user/oriel-agent.service
                 systemctl --user enable --now oriel-agent
          3. It says what is missing, such as permission for the shared memory device, and what to do about it.


        """ : "",
        "More: docs/windows.md, docs/agent-linux.md and docs/setup.md of Oriel, on the host in /usr/share/doc/oriel.\n",
    ]);
}
