namespace Oriel.Display.Windowing;

// Long because it is a complete table.

/// <summary>
/// A key by its place on the keyboard, whatever the layout prints on it: the usage numbers of the USB HID keyboard page up to 255, and SDL's numbers for media,
/// browser and system keys above (SDL's scancodes are both). Every number below 512 is a valid value.
/// </summary>
public enum PhysicalKey
{
    /// <summary>No key, or one without a number.</summary>
    Unknown = 0,

    /// <summary>Where a US keyboard has A.</summary>
    A = 4,

    /// <summary>Where a US keyboard has B.</summary>
    B = 5,

    /// <summary>Where a US keyboard has C.</summary>
    C = 6,

    /// <summary>Where a US keyboard has D.</summary>
    D = 7,

    /// <summary>Where a US keyboard has E.</summary>
    E = 8,

    /// <summary>Where a US keyboard has F.</summary>
    F = 9,

    /// <summary>Where a US keyboard has G.</summary>
    G = 10,

    /// <summary>Where a US keyboard has H.</summary>
    H = 11,

    /// <summary>Where a US keyboard has I.</summary>
    I = 12,

    /// <summary>Where a US keyboard has J.</summary>
    J = 13,

    /// <summary>Where a US keyboard has K.</summary>
    K = 14,

    /// <summary>Where a US keyboard has L.</summary>
    L = 15,

    /// <summary>Where a US keyboard has M.</summary>
    M = 16,

    /// <summary>Where a US keyboard has N.</summary>
    N = 17,

    /// <summary>Where a US keyboard has O.</summary>
    O = 18,

    /// <summary>Where a US keyboard has P.</summary>
    P = 19,

    /// <summary>Where a US keyboard has Q.</summary>
    Q = 20,

    /// <summary>Where a US keyboard has R.</summary>
    R = 21,

    /// <summary>Where a US keyboard has S.</summary>
    S = 22,

    /// <summary>Where a US keyboard has T.</summary>
    T = 23,

    /// <summary>Where a US keyboard has U.</summary>
    U = 24,

    /// <summary>Where a US keyboard has V.</summary>
    V = 25,

    /// <summary>Where a US keyboard has W.</summary>
    W = 26,

    /// <summary>Where a US keyboard has X.</summary>
    X = 27,

    /// <summary>Where a US keyboard has Y.</summary>
    Y = 28,

    /// <summary>Where a US keyboard has Z.</summary>
    Z = 29,

    /// <summary>1 in the top row.</summary>
    D1 = 30,

    /// <summary>2 in the top row.</summary>
    D2 = 31,

    /// <summary>3 in the top row.</summary>
    D3 = 32,

    /// <summary>4 in the top row.</summary>
    D4 = 33,

    /// <summary>5 in the top row.</summary>
    D5 = 34,

    /// <summary>6 in the top row.</summary>
    D6 = 35,

    /// <summary>7 in the top row.</summary>
    D7 = 36,

    /// <summary>8 in the top row.</summary>
    D8 = 37,

    /// <summary>9 in the top row.</summary>
    D9 = 38,

    /// <summary>0 in the top row.</summary>
    D0 = 39,

    /// <summary>Enter.</summary>
    Enter = 40,

    /// <summary>Escape.</summary>
    Escape = 41,

    /// <summary>Backspace.</summary>
    Backspace = 42,

    /// <summary>Tab.</summary>
    Tab = 43,

    /// <summary>Space bar.</summary>
    Space = 44,

    /// <summary>- beside 0.</summary>
    Minus = 45,

    /// <summary>= left of Backspace.</summary>
    Equal = 46,

    /// <summary>[.</summary>
    LeftBracket = 47,

    /// <summary>].</summary>
    RightBracket = 48,

    /// <summary>\ above Enter; # beside Enter on ISO keyboards.</summary>
    Backslash = 49,

    /// <summary># of ISO keyboards that number it apart.</summary>
    NonUSHash = 50,

    /// <summary>;.</summary>
    Semicolon = 51,

    /// <summary>'.</summary>
    Apostrophe = 52,

    /// <summary>` below Escape.</summary>
    Grave = 53,

    /// <summary>Comma.</summary>
    Comma = 54,

    /// <summary>Period.</summary>
    Period = 55,

    /// <summary>/.</summary>
    Slash = 56,

    /// <summary>Caps Lock.</summary>
    CapsLock = 57,

    /// <summary>F1.</summary>
    F1 = 58,

    /// <summary>F2.</summary>
    F2 = 59,

    /// <summary>F3.</summary>
    F3 = 60,

    /// <summary>F4.</summary>
    F4 = 61,

    /// <summary>F5.</summary>
    F5 = 62,

    /// <summary>F6.</summary>
    F6 = 63,

    /// <summary>F7.</summary>
    F7 = 64,

    /// <summary>F8.</summary>
    F8 = 65,

    /// <summary>F9.</summary>
    F9 = 66,

    /// <summary>F10.</summary>
    F10 = 67,

    /// <summary>F11.</summary>
    F11 = 68,

    /// <summary>F12.</summary>
    F12 = 69,

    /// <summary>Print Screen, SysRq.</summary>
    PrintScreen = 70,

    /// <summary>Scroll Lock.</summary>
    ScrollLock = 71,

    /// <summary>Pause, Break.</summary>
    Pause = 72,

    /// <summary>Insert.</summary>
    Insert = 73,

    /// <summary>Home.</summary>
    Home = 74,

    /// <summary>Page Up.</summary>
    PageUp = 75,

    /// <summary>Delete.</summary>
    Delete = 76,

    /// <summary>End.</summary>
    End = 77,

    /// <summary>Page Down.</summary>
    PageDown = 78,

    /// <summary>Arrow right.</summary>
    Right = 79,

    /// <summary>Arrow left.</summary>
    Left = 80,

    /// <summary>Arrow down.</summary>
    Down = 81,

    /// <summary>Arrow up.</summary>
    Up = 82,

    /// <summary>Num Lock.</summary>
    NumLock = 83,

    /// <summary>Keypad divide.</summary>
    KeypadDivide = 84,

    /// <summary>Keypad multiply.</summary>
    KeypadMultiply = 85,

    /// <summary>Keypad minus.</summary>
    KeypadMinus = 86,

    /// <summary>Keypad plus.</summary>
    KeypadPlus = 87,

    /// <summary>Keypad enter.</summary>
    KeypadEnter = 88,

    /// <summary>Keypad 1.</summary>
    Keypad1 = 89,

    /// <summary>Keypad 2.</summary>
    Keypad2 = 90,

    /// <summary>Keypad 3.</summary>
    Keypad3 = 91,

    /// <summary>Keypad 4.</summary>
    Keypad4 = 92,

    /// <summary>Keypad 5.</summary>
    Keypad5 = 93,

    /// <summary>Keypad 6.</summary>
    Keypad6 = 94,

    /// <summary>Keypad 7.</summary>
    Keypad7 = 95,

    /// <summary>Keypad 8.</summary>
    Keypad8 = 96,

    /// <summary>Keypad 9.</summary>
    Keypad9 = 97,

    /// <summary>Keypad 0.</summary>
    Keypad0 = 98,

    /// <summary>Keypad period.</summary>
    KeypadPeriod = 99,

    /// <summary>Beside the left Shift on ISO keyboards.</summary>
    NonUSBackslash = 100,

    /// <summary>Context menu.</summary>
    Menu = 101,

    /// <summary>Power.</summary>
    Power = 102,

    /// <summary>Keypad equal.</summary>
    KeypadEqual = 103,

    /// <summary>F13.</summary>
    F13 = 104,

    /// <summary>F14.</summary>
    F14 = 105,

    /// <summary>F15.</summary>
    F15 = 106,

    /// <summary>F16.</summary>
    F16 = 107,

    /// <summary>F17.</summary>
    F17 = 108,

    /// <summary>F18.</summary>
    F18 = 109,

    /// <summary>F19.</summary>
    F19 = 110,

    /// <summary>F20.</summary>
    F20 = 111,

    /// <summary>F21.</summary>
    F21 = 112,

    /// <summary>F22.</summary>
    F22 = 113,

    /// <summary>F23.</summary>
    F23 = 114,

    /// <summary>F24.</summary>
    F24 = 115,

    /// <summary>Execute (Open).</summary>
    Execute = 116,

    /// <summary>Help.</summary>
    Help = 117,

    /// <summary>Menu (Props of Sun keyboards).</summary>
    Props = 118,

    /// <summary>Select (Front).</summary>
    Select = 119,

    /// <summary>Stop.</summary>
    Stop = 120,

    /// <summary>Again.</summary>
    Again = 121,

    /// <summary>Undo.</summary>
    Undo = 122,

    /// <summary>Cut.</summary>
    Cut = 123,

    /// <summary>Copy.</summary>
    Copy = 124,

    /// <summary>Paste.</summary>
    Paste = 125,

    /// <summary>Find.</summary>
    Find = 126,

    /// <summary>Mute.</summary>
    Mute = 127,

    /// <summary>Louder.</summary>
    VolumeUp = 128,

    /// <summary>Quieter.</summary>
    VolumeDown = 129,

    /// <summary>Caps Lock that stays down.</summary>
    LockingCapsLock = 130,

    /// <summary>Num Lock that stays down.</summary>
    LockingNumLock = 131,

    /// <summary>Scroll Lock that stays down.</summary>
    LockingScrollLock = 132,

    /// <summary>Keypad comma.</summary>
    KeypadComma = 133,

    /// <summary>Keypad equal as400.</summary>
    KeypadEqualAs400 = 134,

    /// <summary>JIS ro; / ? of ABNT keyboards (C1).</summary>
    Ro = 135,

    /// <summary>JIS katakana/hiragana.</summary>
    KatakanaHiragana = 136,

    /// <summary>JIS yen.</summary>
    Yen = 137,

    /// <summary>JIS henkan.</summary>
    Henkan = 138,

    /// <summary>JIS muhenkan.</summary>
    Muhenkan = 139,

    /// <summary>JIS keypad comma.</summary>
    KeypadJisComma = 140,

    /// <summary>International key 7.</summary>
    International7 = 141,

    /// <summary>International key 8.</summary>
    International8 = 142,

    /// <summary>International key 9.</summary>
    International9 = 143,

    /// <summary>Hangul/English.</summary>
    Hangul = 144,

    /// <summary>Hanja.</summary>
    Hanja = 145,

    /// <summary>Katakana.</summary>
    Katakana = 146,

    /// <summary>Hiragana.</summary>
    Hiragana = 147,

    /// <summary>Zenkaku/hankaku.</summary>
    ZenkakuHankaku = 148,

    /// <summary>Language key 6.</summary>
    Language6 = 149,

    /// <summary>Language key 7.</summary>
    Language7 = 150,

    /// <summary>Language key 8.</summary>
    Language8 = 151,

    /// <summary>Language key 9.</summary>
    Language9 = 152,

    /// <summary>Alternate Erase.</summary>
    AlternateErase = 153,

    /// <summary>SysRq as a key of its own.</summary>
    SysRq = 154,

    /// <summary>Cancel.</summary>
    Cancel = 155,

    /// <summary>Clear.</summary>
    Clear = 156,

    /// <summary>Prior.</summary>
    Prior = 157,

    /// <summary>Return as a key of its own.</summary>
    Return = 158,

    /// <summary>Separator.</summary>
    Separator = 159,

    /// <summary>Out.</summary>
    Out = 160,

    /// <summary>Oper.</summary>
    Oper = 161,

    /// <summary>Clear/Again.</summary>
    ClearAgain = 162,

    /// <summary>CrSel/Props.</summary>
    CrSel = 163,

    /// <summary>ExSel.</summary>
    ExSel = 164,

    /// <summary>Keypad 00.</summary>
    Keypad00 = 176,

    /// <summary>Keypad 000.</summary>
    Keypad000 = 177,

    /// <summary>Thousands separator.</summary>
    ThousandsSeparator = 178,

    /// <summary>Decimal separator.</summary>
    DecimalSeparator = 179,

    /// <summary>Currency unit.</summary>
    CurrencyUnit = 180,

    /// <summary>Currency subunit.</summary>
    CurrencySubunit = 181,

    /// <summary>Keypad left paren.</summary>
    KeypadLeftParen = 182,

    /// <summary>Keypad right paren.</summary>
    KeypadRightParen = 183,

    /// <summary>Keypad left brace.</summary>
    KeypadLeftBrace = 184,

    /// <summary>Keypad right brace.</summary>
    KeypadRightBrace = 185,

    /// <summary>Keypad tab.</summary>
    KeypadTab = 186,

    /// <summary>Keypad backspace.</summary>
    KeypadBackspace = 187,

    /// <summary>Keypad A.</summary>
    KeypadA = 188,

    /// <summary>Keypad B.</summary>
    KeypadB = 189,

    /// <summary>Keypad C.</summary>
    KeypadC = 190,

    /// <summary>Keypad D.</summary>
    KeypadD = 191,

    /// <summary>Keypad E.</summary>
    KeypadE = 192,

    /// <summary>Keypad F.</summary>
    KeypadF = 193,

    /// <summary>Keypad xor.</summary>
    KeypadXor = 194,

    /// <summary>Keypad power.</summary>
    KeypadPower = 195,

    /// <summary>Keypad percent.</summary>
    KeypadPercent = 196,

    /// <summary>Keypad less.</summary>
    KeypadLess = 197,

    /// <summary>Keypad greater.</summary>
    KeypadGreater = 198,

    /// <summary>Keypad ampersand.</summary>
    KeypadAmpersand = 199,

    /// <summary>Keypad double ampersand.</summary>
    KeypadDoubleAmpersand = 200,

    /// <summary>Keypad bar.</summary>
    KeypadBar = 201,

    /// <summary>Keypad double bar.</summary>
    KeypadDoubleBar = 202,

    /// <summary>Keypad colon.</summary>
    KeypadColon = 203,

    /// <summary>Keypad hash.</summary>
    KeypadHash = 204,

    /// <summary>Keypad space.</summary>
    KeypadSpace = 205,

    /// <summary>Keypad at.</summary>
    KeypadAt = 206,

    /// <summary>Keypad exclam.</summary>
    KeypadExclam = 207,

    /// <summary>Keypad memory store.</summary>
    KeypadMemoryStore = 208,

    /// <summary>Keypad memory recall.</summary>
    KeypadMemoryRecall = 209,

    /// <summary>Keypad memory clear.</summary>
    KeypadMemoryClear = 210,

    /// <summary>Keypad memory add.</summary>
    KeypadMemoryAdd = 211,

    /// <summary>Keypad memory subtract.</summary>
    KeypadMemorySubtract = 212,

    /// <summary>Keypad memory multiply.</summary>
    KeypadMemoryMultiply = 213,

    /// <summary>Keypad memory divide.</summary>
    KeypadMemoryDivide = 214,

    /// <summary>Keypad plus minus.</summary>
    KeypadPlusMinus = 215,

    /// <summary>Keypad clear.</summary>
    KeypadClear = 216,

    /// <summary>Keypad clear entry.</summary>
    KeypadClearEntry = 217,

    /// <summary>Keypad binary.</summary>
    KeypadBinary = 218,

    /// <summary>Keypad octal.</summary>
    KeypadOctal = 219,

    /// <summary>Keypad decimal.</summary>
    KeypadDecimal = 220,

    /// <summary>Keypad hexadecimal.</summary>
    KeypadHexadecimal = 221,

    /// <summary>Left Ctrl.</summary>
    LeftCtrl = 224,

    /// <summary>Left Shift.</summary>
    LeftShift = 225,

    /// <summary>Left Alt.</summary>
    LeftAlt = 226,

    /// <summary>Left Super (Windows key).</summary>
    LeftSuper = 227,

    /// <summary>Right Ctrl.</summary>
    RightCtrl = 228,

    /// <summary>Right Shift.</summary>
    RightShift = 229,

    /// <summary>Right Alt, AltGr.</summary>
    RightAlt = 230,

    /// <summary>Right Super (Windows key).</summary>
    RightSuper = 231,

    /// <summary>Mode switch.</summary>
    Mode = 257,

    /// <summary>Next track.</summary>
    MediaNext = 258,

    /// <summary>Previous track.</summary>
    MediaPrevious = 259,

    /// <summary>Stop playing.</summary>
    MediaStop = 260,

    /// <summary>Play, pause.</summary>
    MediaPlay = 261,

    /// <summary>Mute, as a media key.</summary>
    MediaMute = 262,

    /// <summary>Media player.</summary>
    MediaSelect = 263,

    /// <summary>Web browser.</summary>
    Browser = 264,

    /// <summary>Mail.</summary>
    Mail = 265,

    /// <summary>Calculator.</summary>
    Calculator = 266,

    /// <summary>File browser.</summary>
    Computer = 267,

    /// <summary>Search.</summary>
    BrowserSearch = 268,

    /// <summary>Home page.</summary>
    BrowserHome = 269,

    /// <summary>Back.</summary>
    BrowserBack = 270,

    /// <summary>Forward.</summary>
    BrowserForward = 271,

    /// <summary>Stop loading.</summary>
    BrowserStop = 272,

    /// <summary>Reload.</summary>
    BrowserRefresh = 273,

    /// <summary>Bookmarks.</summary>
    BrowserFavorites = 274,

    /// <summary>Screen darker.</summary>
    BrightnessDown = 275,

    /// <summary>Screen brighter.</summary>
    BrightnessUp = 276,

    /// <summary>Switch displays.</summary>
    DisplaySwitch = 277,

    /// <summary>Keyboard light.</summary>
    KeyboardLightToggle = 278,

    /// <summary>Keyboard light darker.</summary>
    KeyboardLightDown = 279,

    /// <summary>Keyboard light brighter.</summary>
    KeyboardLightUp = 280,

    /// <summary>Eject.</summary>
    Eject = 281,

    /// <summary>Sleep.</summary>
    Sleep = 282,

    /// <summary>First program key.</summary>
    App1 = 283,

    /// <summary>Second program key.</summary>
    App2 = 284,

    /// <summary>Rewind.</summary>
    MediaRewind = 285,

    /// <summary>Fast forward.</summary>
    MediaFastForward = 286,

    /// <summary>Left soft key of a phone.</summary>
    SoftLeft = 287,

    /// <summary>Right soft key of a phone.</summary>
    SoftRight = 288,

    /// <summary>Take a call.</summary>
    Call = 289,

    /// <summary>End a call.</summary>
    EndCall = 290,
}
