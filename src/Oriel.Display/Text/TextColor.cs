namespace Oriel.Display.Text;

/// <summary>A colour of the overlay, 0..1, straight alpha.</summary>
internal readonly record struct TextColor(float Red, float Green, float Blue, float Alpha)
{
    public static readonly TextColor Panel = new(0.06f, 0.07f, 0.09f, 0.78f);
    public static readonly TextColor Dim = new(0, 0, 0, 0.55f);
    public static readonly TextColor Bright = new(0.95f, 0.96f, 0.98f, 1);
    public static readonly TextColor Soft = new(0.68f, 0.72f, 0.78f, 1);
    public static readonly TextColor Accent = new(0.42f, 0.76f, 0.98f, 1);
    public static readonly TextColor Warning = new(1, 0.78f, 0.35f, 1);
}
