using System.Globalization;

namespace Oriel.Host.Machines;

/// <summary>PCI addresses as libvirt and QEMU write them.</summary>
internal static class MachinePci
{
    /// <summary>0000:01:00.0 from that or from 01:00.0 or 01:00; null when it is neither.</summary>
    public static string? Of(string text)
    {
        var parts = text.Split(':');
        var slot = parts[^1].Split('.');
        if (parts.Length is not (2 or 3) || slot.Length is not (1 or 2))
        {
            return null;
        }

        return Of(parts.Length == 3 ? parts[0] : "0", parts[^2], slot[0], slot.Length == 2 ? slot[1] : "0");
    }

    /// <summary>From the four numbers, hexadecimal, with or without 0x; null when one is none.</summary>
    public static string? Of(string? domain, string? bus, string? slot, string? function) =>
        Number(domain, 0xFFFF) is { } d && Number(bus, 0xFF) is { } b && Number(slot, 0x1F) is { } s && Number(function, 7) is { } f ? $"{d:x4}:{b:x2}:{s:x2}.{f:x}" : null;

    private static uint? Number(string? text, uint most)
    {
        var digits = text is null ? "" : text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
    }
}
