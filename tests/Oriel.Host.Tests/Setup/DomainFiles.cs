using Oriel.Testing;

namespace Oriel.Host.Tests.Setup;

/// <summary>Descriptions of machines of many shapes, in Domains/.</summary>
internal static class DomainFiles
{
    /// <summary>Their names.</summary>
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.xml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(Executables.SourceTree, "tests/Oriel.Host.Tests/Domains");

    /// <summary>The text of one, without a byte order mark.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.xml"));

    /// <summary>Holds a description against libvirt's schema.</summary>
    public static void Validate(string xml)
    {
        Assert.SkipUnless(TestProcess.IsInstalled("virt-xml-validate"), "virt-xml-validate is not installed (packages libvirt-clients and libxml2-utils)");
        using var folder = new TempFolder();
        var file = folder.File("domain.xml");
        File.WriteAllText(file, xml);
        TestProcess.Run("virt-xml-validate", [file, "domain"], limit: TimeSpan.FromSeconds(60));
    }
}
