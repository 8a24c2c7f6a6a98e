namespace Oriel.Display.Clipboard;

/// <summary>What desktops call the kinds of content: X11 targets and MIME types, the same names on X11 and Wayland.</summary>
internal static class ContentNames
{
    /// <summary>Every name; the first of each kind is the one to ask for when an owner has several.</summary>
    public static IReadOnlyList<(string Name, HostContentType Type)> All { get; } =
    [
        ("UTF8_STRING", HostContentType.Text),
        ("text/plain;charset=utf-8", HostContentType.Text),
        ("text/plain;charset=UTF-8", HostContentType.Text),
        ("text/plain", HostContentType.Text),
        ("STRING", HostContentType.Text),
        ("TEXT", HostContentType.Text),
        ("image/png", HostContentType.Png),
        ("image/bmp", HostContentType.Bmp),
        ("image/x-bmp", HostContentType.Bmp),
        ("image/x-MS-bmp", HostContentType.Bmp),
        ("image/tiff", HostContentType.Tiff),
        ("image/jpeg", HostContentType.Jpeg),
    ];

    /// <summary>The kind of a name; null = nothing we pass on.</summary>
    public static HostContentType? TypeOf(string name)
    {
        foreach (var (known, type) in All)
        {
            if (known == name)
            {
                return type;
            }
        }

        return null;
    }

    /// <summary>The kinds in a list of names, each once.</summary>
    public static List<HostContentType> Types(IEnumerable<string> names) => [.. names.Select(TypeOf).OfType<HostContentType>().Distinct()];

    /// <summary>The name to ask for; null when the owner has none of the kind.</summary>
    public static string? Best(HostContentType type, IReadOnlyList<string> offered) => All.Where(n => n.Type == type).Select(n => n.Name).FirstOrDefault(offered.Contains);
}
