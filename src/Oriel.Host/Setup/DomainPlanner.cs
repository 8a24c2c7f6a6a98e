using System.Xml;
using Oriel.Host.Setup.Xml;

namespace Oriel.Host.Setup;

/// <summary>Turns a machine's description and a wish into a plan. Pure: looks at nothing and changes nothing.</summary>
public static class DomainPlanner
{
    /// <summary>Makes the plan. Throws <see cref="OrielException"/> when the text is no domain of QEMU.</summary>
    /// <param name="xml">libvirt's XML of the machine.</param>
    /// <param name="wish">What it should become.</param>
    public static DomainPlan Plan(string xml, SetupWish wish)
    {
        var source = Read(xml);
        var work = new EditWork(source, wish);
        foreach (var edit in DomainEdits.All)
        {
            edit.Apply(work);
        }

        return new DomainPlan
        {
            Name = NameOf(source),
            Uuid = UuidOf(source),
            Before = xml,
            After = work.Source.Text,
            Changes = work.Changes,
            Notes = work.Notes,
            Memory = work.Memory!,
        };
    }

    /// <summary>Names of the shared memory devices in a description; empty when it cannot be read.</summary>
    public static IReadOnlyList<string> MemoryNames(string xml)
    {
        try
        {
            return [.. XmlSource.Parse(xml).Root.Child("devices")?.All("shmem").Select(one => one["name"] ?? "") ?? []];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    /// <summary>Name and UUID in a description. Throws <see cref="OrielException"/> when it is none.</summary>
    public static (string Name, Guid? Uuid) Identify(string xml) => Read(xml) is var source ? (NameOf(source), UuidOf(source)) : default;

    private static string NameOf(XmlSource source) => source.Root.Child("name") is { } name ? source.TextOf(name) : "";

    private static Guid? UuidOf(XmlSource source) => source.Root.Child("uuid") is { } uuid && Guid.TryParse(source.TextOf(uuid), out var guid) ? guid : null;

    private static XmlSource Read(string xml)
    {
        XmlSource source;
        try
        {
            source = XmlSource.Parse(xml);
        }
        catch (XmlException e)
        {
            throw new OrielException(SetupErrors.NoDomain, $"the XML cannot be read: {e.Message}", "the description of one machine, as \"virsh dumpxml NAME\" prints it, without a DTD", "virt-xml-validate FILE domain says where it is wrong", e);
        }

        var root = source.Root;
        if (root.QualifiedName != "domain" || root.Child("devices") is null)
        {
            throw new OrielException(
                SetupErrors.NoDomain,
                root.QualifiedName != "domain" ? $"the outermost element is <{root.QualifiedName}>" : "the domain has no <devices>",
                "the description of one machine: <domain> … <devices> …",
                "virsh dumpxml --inactive NAME prints it");
        }

        return root["type"] is "kvm" or "qemu" ? source : throw new OrielException(
            SetupErrors.NoDomain, $"a domain of type '{root["type"]}'", "type 'kvm' or 'qemu': only QEMU has the shared memory device", "oriel works with machines that QEMU runs");
    }
}
