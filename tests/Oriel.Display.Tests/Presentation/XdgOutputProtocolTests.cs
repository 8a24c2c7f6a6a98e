using System.Xml.Linq;
using Oriel.Interop.Linux;

namespace Oriel.Display.Tests.Presentation;

/// <summary>Our description of xdg-output, version 1, against the protocol's own file.</summary>
public sealed class XdgOutputProtocolTests
{
    private const string File = "/usr/share/wayland-protocols/unstable/xdg-output/xdg-output-unstable-v1.xml";

    [Fact]
    public void Requests_events_and_signatures_are_the_protocols()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "wayland-protocols is not installed");
        var interfaces = XDocument.Load(File).Root!.Elements("interface").ToDictionary(i => i.Attribute("name")!.Value);

        Assert.Equal(Read(interfaces["zxdg_output_manager_v1"], "request"), Ours("ManagerRequests"));
        Assert.Empty(Read(interfaces["zxdg_output_manager_v1"], "event"));
        Assert.Equal(Read(interfaces["zxdg_output_v1"], "request"), Ours("OutputRequests"));
        Assert.Equal(Read(interfaces["zxdg_output_v1"], "event"), Ours("OutputEvents"));
    }

    private static (string, string)[] Ours(string table) =>
        ((string, string)[])typeof(NativeSurface).Assembly.GetType("Oriel.Interop.Linux.Wayland.XdgOutputInterfaces", throwOnError: true)!.GetField(table)!.GetValue(null)!;

    // What came with a later version says so.
    private static (string, string)[] Read(XElement protocol, string kind) =>
        [.. protocol.Elements(kind).Where(m => m.Attribute("since") is null).Select(m => (m.Attribute("name")!.Value, string.Concat(m.Elements("arg").Select(a => Letter(a.Attribute("type")!.Value)))))];

    private static string Letter(string type) => type switch { "uint" => "u", "int" => "i", "object" => "o", "new_id" => "n", "string" => "s", _ => throw new ArgumentException(type) };
}
