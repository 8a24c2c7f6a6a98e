using System.Xml;
using System.Xml.Linq;
using Oriel.Docs.Tests.Pages;
using Oriel.Testing;

namespace Oriel.Docs.Tests;

/// <summary>XML in pages: devices that libvirt takes in a domain.</summary>
public sealed class XmlTests
{
    private const string Domain =
        "<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>example</name><memory>1048576</memory><os><type>hvm</type></os><devices>{0}</devices></domain>";

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var page in DocTree.Current)
            {
                foreach (var block in page.Blocks.Where(block => block.Language == "xml"))
                {
                    data.Add(page.Path, block.Line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Devices_in_pages_are_what_libvirt_takes(string page, int line)
    {
        var text = string.Join('\n', DocTree.Pages[page].Blocks.Single(block => block.Line == line).Lines);
        var whole = text.StartsWith("<domain", StringComparison.Ordinal) ? text : Domain.Replace("{0}", text, StringComparison.Ordinal);
        using var reader = XmlReader.Create(new StringReader(whole), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        Assert.NotNull(XDocument.Load(reader).Root);

        Assert.SkipUnless(TestProcess.IsInstalled("virt-xml-validate"), "virt-xml-validate is not installed (package libvirt-clients)");
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("domain.xml"), whole);
        Assert.Contains("validates", TestProcess.Run("virt-xml-validate", [folder.File("domain.xml"), "domain"]), StringComparison.Ordinal);
    }
}
