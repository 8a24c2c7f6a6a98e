using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Oriel.Testing;

/// <summary>
/// A real QEMU without a disk: its firmware's text screen is a real emulated screen on a real SPICE server, a second after the start and for 60 MB. Ends with this object.
/// </summary>
public sealed class FirmwareScreen : IDisposable
{
    private const string Program = "qemu-system-x86_64";
    private readonly TempFolder _folder = new();
    private readonly TestProcess _process;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
    private readonly StreamReader _reader;

    /// <summary>Starts it.</summary>
    /// <param name="device">The emulated graphics card: VGA, qxl-vga, virtio-vga.</param>
    /// <param name="spice">More for the -spice option.</param>
    public FirmwareScreen(string device = "VGA", string spice = "")
    {
        SpicePath = _folder.File("spice.sock");
        var control = _folder.File("control.sock");
        _process = TestProcess.Start(Program,
        [
            "-nodefaults", "-machine", "q35,vmport=off", "-accel", "tcg,tb-size=32", "-m", "32", "-display", "none", "-boot", "strict=on", "-device", device, "-qmp", $"unix:{control},server=on,wait=off",
            "-spice", $"unix=on,addr={SpicePath},disable-ticketing=on{spice}",
        ]);
        try
        {
            Eventually.True(() => _process.HasExited || TryConnect(control), TimeSpan.FromSeconds(20), "QEMU did not open its control socket");
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"{Program} ended: {_process.Output}");
            }

            _reader = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
            _reader.ReadLine();
            Execute("qmp_capabilities");
        }
        catch
        {
            _process.Dispose();
            _socket.Dispose();
            _folder.Dispose();
            throw;
        }
    }

    /// <summary>Why none can run here; null when one can.</summary>
    public static string? MissingReason => TestProcess.IsInstalled(Program) ? null : $"{Program} is not installed";

    /// <summary>The SPICE server's socket.</summary>
    public string SpicePath { get; }

    /// <summary>Executes a QMP command.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">A JSON object; null = none.</param>
    public void Execute(string command, string? arguments = null)
    {
        _socket.Send(Encoding.UTF8.GetBytes($"{{\"execute\": \"{command}\"{(arguments is null ? "" : $", \"arguments\": {arguments}")}}}\n"));
        while (_reader.ReadLine() is { } line)
        {
            using var answer = JsonDocument.Parse(line);
            if (answer.RootElement.TryGetProperty("return", out _))
            {
                return;
            }

            if (answer.RootElement.TryGetProperty("error", out var error))
            {
                throw new InvalidOperationException($"{command}: {error}");
            }
        }

        throw new InvalidOperationException($"QEMU ended during {command}: {_process.Output}");
    }

    /// <summary>What QEMU itself says is on the screen.</summary>
    public RgbImage Dump()
    {
        var path = _folder.File("dump.ppm");
        Execute("screendump", $"{{\"filename\": \"{path}\"}}");
        var bytes = File.ReadAllBytes(path);
        // "P6\nWIDTH HEIGHT\n255\n", then the pixels
        var fields = Encoding.ASCII.GetString(bytes, 0, Math.Min(bytes.Length, 64)).Split('\n', 4);
        var size = fields[1].Split(' ');
        var (width, height) = (int.Parse(size[0]), int.Parse(size[1]));
        return new RgbImage(width, height, bytes[^(width * height * 3)..]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        _reader.Dispose();
        _socket.Dispose();
        _folder.Dispose();
    }

    private bool TryConnect(string path)
    {
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
