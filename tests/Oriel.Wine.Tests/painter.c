/* A Windows program that paints known things. It covers the desktop with a window and obeys lines of a file, which the test appends to; after each it prints "done N".
   Compiled by the test: x86_64-w64-mingw32-gcc -O1 painter.c -lgdi32 -luser32 */
#include <windows.h>
#include <stdio.h>
#include <string.h>

static HWND window;
static HDC store;
static HBITMAP store_bitmap;
static int width, height;
static HCURSOR cursor;

static LRESULT CALLBACK procedure(HWND hwnd, UINT message, WPARAM w, LPARAM l)
{
    if (message == WM_PAINT) {
        PAINTSTRUCT ps;
        HDC dc = BeginPaint(hwnd, &ps);
        BitBlt(dc, 0, 0, width, height, store, 0, 0, SRCCOPY);
        EndPaint(hwnd, &ps);
        return 0;
    }
    if (message == WM_SETCURSOR) {
        SetCursor(cursor);
        return TRUE;
    }
    if (message == WM_DISPLAYCHANGE) {
        printf("display %dx%d\n", LOWORD(l), HIWORD(l));
        fflush(stdout);
    }
    return DefWindowProcW(hwnd, message, w, l);
}

static void fill(int x, int y, int w, int h, unsigned rgb)
{
    RECT r = { x, y, x + w, y + h };
    HBRUSH brush = CreateSolidBrush(RGB(rgb >> 16, (rgb >> 8) & 255, rgb & 255));
    HDC dc = GetDC(window);
    FillRect(store, &r, brush);
    FillRect(dc, &r, brush);
    ReleaseDC(window, dc);
    DeleteObject(brush);
}

static unsigned next(unsigned *state)
{
    return *state = *state * 1664525u + 1013904223u;
}

static void scribble(unsigned seed, int count)
{
    while (count-- > 0) {
        int x = (next(&seed) >> 8) % width, y = (next(&seed) >> 8) % height;
        int w = 1 + (next(&seed) >> 8) % 60, h = 1 + (next(&seed) >> 8) % 40;
        fill(x, y, w, h, next(&seed) >> 8);
    }
}

static void resize_store(void)
{
    BITMAPINFO b = { { sizeof(BITMAPINFOHEADER), 0, 0, 1, 32, BI_RGB } };
    void *bits;
    width = GetSystemMetrics(SM_CXSCREEN);
    height = GetSystemMetrics(SM_CYSCREEN);
    b.bmiHeader.biWidth = width;
    b.bmiHeader.biHeight = -height;
    HBITMAP made = CreateDIBSection(0, &b, DIB_RGB_COLORS, &bits, 0, 0);
    SelectObject(store, made);
    if (store_bitmap) DeleteObject(store_bitmap);
    store_bitmap = made;
}

static void obey(char *line)
{
    int x, y, w, h;
    unsigned value;
    char word[32];
    POINT p;
    if (sscanf(line, "fill %d %d %d %d %x", &x, &y, &w, &h, &value) == 5) fill(x, y, w, h, value);
    else if (sscanf(line, "scribble %u %d", &value, &x) == 2) scribble(value, x);
    else if (sscanf(line, "cursor %31s", word) == 1) {
        cursor = strcmp(word, "none") ? LoadCursorW(0, (LPCWSTR)IDC_ARROW) : 0;
        SetCursor(cursor);
    } else if (sscanf(line, "move %d %d", &x, &y) == 2) SetCursorPos(x, y);
    else if (!strncmp(line, "where", 5)) {
        GetCursorPos(&p);
        printf("at %ld %ld\n", p.x, p.y);
    } else if (sscanf(line, "mode %d %d", &w, &h) == 2) {
        DEVMODEW mode = { .dmSize = sizeof(DEVMODEW) };
        mode.dmFields = DM_PELSWIDTH | DM_PELSHEIGHT;
        mode.dmPelsWidth = w;
        mode.dmPelsHeight = h;
        printf("mode %ld\n", ChangeDisplaySettingsExW(0, &mode, 0, 0, 0));
        resize_store();
        SetWindowPos(window, HWND_TOP, 0, 0, width, height, 0);
        fill(0, 0, width, height, 0x204060);
    } else if (!strncmp(line, "flash", 5)) FlashWindow(window, TRUE);
    else if (!strncmp(line, "quit", 4)) PostQuitMessage(0);
    else printf("what? %s\n", line);
    GdiFlush();
}

int main(int count, char **arguments)
{
    WNDCLASSW class = { .lpfnWndProc = procedure, .hInstance = GetModuleHandleW(0), .lpszClassName = L"painter" };
    char line[200];
    int done = 0, used = 0;
    MSG message;
    HANDLE orders = count < 2 ? INVALID_HANDLE_VALUE
        : CreateFileA(arguments[1], GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, 0, OPEN_EXISTING, 0, 0);
    if (orders == INVALID_HANDLE_VALUE) return 2;
    store = CreateCompatibleDC(0);
    resize_store();
    cursor = LoadCursorW(0, (LPCWSTR)IDC_ARROW);
    RegisterClassW(&class);
    window = CreateWindowExW(0, L"painter", L"painter", WS_POPUP | WS_VISIBLE, 0, 0, width, height, 0, 0, class.hInstance, 0);
    SetForegroundWindow(window);
    fill(0, 0, width, height, 0x204060);
    printf("ready %dx%d\n", width, height);
    fflush(stdout);
    for (;;) {
        while (PeekMessageW(&message, 0, 0, 0, PM_REMOVE)) {
            if (message.message == WM_QUIT) return 0;
            DispatchMessageW(&message);
        }
        DWORD got = 0;
        char c = 0;
        while (ReadFile(orders, &c, 1, &got, 0) && got && c != '\n' && used < (int)sizeof line - 1) line[used++] = c;
        if (got && c == '\n') {
            line[used] = 0;
            used = 0;
            obey(line);
            printf("done %d\n", ++done);
            fflush(stdout);
        } else {
            MsgWaitForMultipleObjects(0, 0, FALSE, 5, QS_ALLINPUT);
        }
    }
}
