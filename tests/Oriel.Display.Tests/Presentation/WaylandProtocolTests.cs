using System.Xml.Linq;
using Oriel.Interop.Linux;

namespace Oriel.Display.Tests.Presentation;

/// <summary>Our description of presentation-time against the protocol's own file.</summary>
public sealed class WaylandProtocolTests
{
    private const string File = "/usr/share/wayland-protocols/stable/presentation-time/presentation-time.xml";

    [Fact]
    public void Requests_events_and_signatures_are_the_protocols()
    {
        Assert.SkipUnless(System.IO.File.Exists(File), "wayland-protocols is not installed");
        var interfaces = XDocument.Load(File).Root!.Elements("interface").ToDictionary(i => i.Attribute("name")!.Value);

        Assert.Equal(Read(interfaces["wp_presentation"], "request"), Ours("Requests"));
        Assert.Equal(Read(interfaces["wp_presentation"], "event"), Ours("Events"));
        Assert.Equal([], Read(interfaces["wp_presentation_feedback"], "request"));
        Assert.Equal(Read(interfaces["wp_presentation_feedback"], "event"), Ours("FeedbackEvents"));
        Assert.Equal(["wp_presentation", "wp_presentation_feedback"], interfaces.Keys);
    }

    private static (string, string)[] Ours(string table) =>
        ((string, string)[])typeof(NativeSurface).Assembly.GetType("Oriel.Interop.Linux.Wayland.PresentationInterfaces", throwOnError: true)!.GetField(table)!.GetValue(null)!;

    private static (string, string)[] Read(XElement protocol, string kind) =>
        [.. protocol.Elements(kind).Select(m => (m.Attribute("name")!.Value, string.Concat(m.Elements("arg").Select(a => Letter(a.Attribute("type")!.Value)))))];

    private static string Letter(string type) => type switch { "uint" => "u", "int" => "i", "object" => "o", "new_id" => "n", _ => throw new ArgumentException(type) };
}
