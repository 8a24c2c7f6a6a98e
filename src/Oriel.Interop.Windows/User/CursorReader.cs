using Oriel.Interop.Windows.Gdi;

namespace Oriel.Interop.Windows.User;

/// <summary>Reads and moves the pointer of the calling thread's desktop.</summary>
public static unsafe class CursorReader
{
    /// <summary>Largest bitmap that is read, pixels on a side.</summary>
    private const int LargestSide = 4096;

    /// <summary>Reads place and shape handle. False when the desktop is not the one that has the keyboard. A microsecond or two; allocates nothing.</summary>
    public static bool TryRead(out CursorPlace place)
    {
        var information = new CURSORINFO { cbSize = (uint)sizeof(CURSORINFO) };

        // SAFETY: the size is in the structure, on the stack.
        var read = User32.GetCursorInfo(&information) != 0;
        var shown = (information.flags & User32.CURSOR_SHOWING) != 0 && (information.flags & User32.CURSOR_SUPPRESSED) == 0 && information.hCursor != 0;
        place = new CursorPlace(information.ptScreenPosX, information.ptScreenPosY, shown, information.hCursor);
        return read;
    }

    /// <summary>The system's arrow, which every program may read.</summary>
    public static nint StandardArrow => User32.LoadCursorW(0, User32.IDC_ARROW);

    /// <summary>Reads the bitmaps of a cursor, which belongs to some other program and may vanish any time: false then.</summary>
    public static bool TryReadBits(nint cursor, CursorBits bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ICONINFO information;

        // SAFETY: the system fills the structure on the stack; the bitmaps are copies that we delete.
        if (User32.GetIconInfo(cursor, &information) == 0)
        {
            return false;
        }

        try
        {
            (bits.HotspotX, bits.HotspotY, bits.HasColour) = ((int)information.xHotspot, (int)information.yHotspot, information.hbmColor != 0);
            return TryReadBitmaps(information, bits);
        }
        finally
        {
            _ = Gdi32.DeleteObject(information.hbmMask);
            if (information.hbmColor != 0)
            {
                _ = Gdi32.DeleteObject(information.hbmColor);
            }
        }
    }

    /// <summary>Moves the pointer to a place on the virtual screen, pixels. False when the system refused both ways.</summary>
    public static bool TryMove(int x, int y)
    {
        if (User32.SetCursorPos(x, y) != 0)
        {
            return true;
        }

        var (left, top, width, height) = DesktopLayout.VirtualScreen();
        if (width <= 1 || height <= 1)
        {
            return false;
        }

        var input = new INPUT
        {
            type = User32.INPUT_MOUSE,
            mi = new MOUSEINPUT
            {
                dx = Normalise(x - left, width),
                dy = Normalise(y - top, height),
                dwFlags = User32.MOUSEEVENTF_MOVE | User32.MOUSEEVENTF_ABSOLUTE | User32.MOUSEEVENTF_VIRTUALDESK,
            },
        };

        // SAFETY: one structure on the stack, with its size.
        return User32.SendInput(1, &input, sizeof(INPUT)) == 1;
    }

    /// <summary>Absolute movements are in 65536ths of the virtual screen; the middle of the pixel survives the system's rounding.</summary>
    private static int Normalise(int pixel, int pixels) => (int)((((long)pixel * 65536) + 32768) / pixels);

    private static bool TryReadBitmaps(in ICONINFO information, CursorBits bits)
    {
        BITMAP description;

        // SAFETY: the size given is that of the structure on the stack.
        if (Gdi32.GetObjectW(information.hbmMask, sizeof(BITMAP), &description) == 0 || description.bmWidth is <= 0 or > LargestSide || description.bmHeight is <= 0 or > LargestSide)
        {
            return false;
        }

        bits.Width = description.bmWidth;
        bits.Height = bits.HasColour ? description.bmHeight : description.bmHeight / 2;
        if (bits.Height == 0)
        {
            return false;
        }

        bits.Mask = AtLeast(bits.Mask, bits.MaskPitchBytes * description.bmHeight);
        bits.Colour = AtLeast(bits.Colour, bits.HasColour ? bits.Width * bits.Height * 4 : 0);
        return TryReadRows(information.hbmMask, bits.Width, description.bmHeight, 1, bits.Mask)
            && (!bits.HasColour || TryReadRows(information.hbmColor, bits.Width, bits.Height, 32, bits.Colour));
    }

    private static bool TryReadRows(nint bitmap, int width, int rows, ushort depth, byte[] target)
    {
        var context = User32.GetDC(0);
        if (context == 0)
        {
            return false;
        }

        var info = BITMAPINFO2.TopDown(width, rows, depth);
        fixed (byte* to = target)
        {
            // SAFETY: the header asks for exactly these rows, for which the array has room.
            var read = Gdi32.GetDIBits(context, bitmap, 0, (uint)rows, to, &info, Gdi32.DIB_RGB_COLORS);
            _ = User32.ReleaseDC(0, context);
            return read == rows;
        }
    }

    private static byte[] AtLeast(byte[] array, int bytes) => array.Length >= bytes ? array : new byte[bytes];
}
