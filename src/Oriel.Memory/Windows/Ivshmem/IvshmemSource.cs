using System.Globalization;

namespace Oriel.Memory.Windows.Ivshmem;

/// <summary>The text form of a device and how to map it: <c>ivshmem:N</c>, <c>ivshmem:N,cached</c>, <c>ivshmem:N,wc</c>, <c>ivshmem:N,uncached</c>.</summary>
internal static class IvshmemSource
{
    public const string Prefix = "ivshmem:";

    public static (int Index, IvshmemCacheMode Mode) Parse(string source)
    {
        var text = source.AsSpan(Prefix.Length);
        var comma = text.IndexOf(',');
        var number = comma < 0 ? text : text[..comma];
        IvshmemCacheMode? mode = (comma < 0 ? "wc" : text[(comma + 1)..]) switch
        {
            "wc" => IvshmemCacheMode.WriteCombined,
            "cached" => IvshmemCacheMode.Cached,
            "uncached" => IvshmemCacheMode.NonCached,
            _ => null,
        };
        return mode is { } known && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (index, known)
            : throw new OrielException(
                MemoryErrors.Missing,
                $"\"{source}\" does not name an ivshmem device",
                "ivshmem:N with N counting from 0 in slot order, for example ivshmem:0; the kind of caching may follow: ivshmem:0,cached",
                "oriel-agent status lists the devices");
    }
}
