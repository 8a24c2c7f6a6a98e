namespace Oriel.Cli.View;

/// <summary>
/// Decides when the window takes the picture's size (device pixels, so 1:1). Pure; for the window role. A size that arrives without having been asked for is the
/// user's choice and ends following in <see cref="FollowMode.Auto"/>; sizes imposed by full screen or maximising do not count.
/// </summary>
internal sealed class FollowPolicy
{
    private readonly FollowMode _mode;
    private (int Width, int Height)? _picture;
    private (int Width, int Height) _window;
    private bool _userChose;
    private bool _isAsking;
    private bool _wasHeld;

    /// <summary>Starts with the window as it was opened.</summary>
    public FollowPolicy(FollowMode mode, bool sizeGiven, (int Width, int Height) window)
    {
        _mode = mode;
        _userChose = sizeGiven;
        _window = window;
    }

    /// <summary>True when changes of the guest's mode change the window.</summary>
    public bool IsFollowing => _mode == FollowMode.On || (_mode == FollowMode.Auto && !_userChose);

    /// <summary>The guest's picture has another size.</summary>
    /// <param name="picture">Its size after rotation.</param>
    /// <param name="largest">The largest drawable that fits the display; null when unknown.</param>
    /// <param name="isHeld">Full screen, maximised or minimised.</param>
    /// <returns>The size to ask for, or null.</returns>
    public (int Width, int Height)? OnPicture((int Width, int Height) picture, (int Width, int Height)? largest, bool isHeld)
    {
        _picture = picture;
        return Ask(largest, isHeld);
    }

    /// <summary>The window has another size. Parameters and result as above.</summary>
    public (int Width, int Height)? OnWindow((int Width, int Height) window, (int Width, int Height)? largest, bool isHeld)
    {
        var answered = _isAsking;
        _isAsking = false;
        _window = window;
        if (isHeld)
        {
            _wasHeld = true;
            return null;
        }

        if (_wasHeld)
        {
            // Back from full screen: the window has its old size, the picture perhaps another one since.
            _wasHeld = false;
            return Ask(largest, isHeld);
        }

        _userChose |= !answered && _picture is not null;
        return null;
    }

    /// <summary>The largest size of the picture's shape that fits.</summary>
    internal static (int Width, int Height) Shrink((int Width, int Height) picture, (int Width, int Height)? largest)
    {
        if (largest is not { Width: > 0, Height: > 0 } limit || (picture.Width <= limit.Width && picture.Height <= limit.Height))
        {
            return picture;
        }

        var factor = Math.Min((double)limit.Width / picture.Width, (double)limit.Height / picture.Height);
        return (Side(picture.Width * factor), Side(picture.Height * factor));

        // To the nearest: a side cut off short would make the picture a pixel narrower than the window.
        static int Side(double length) => Math.Max(1, (int)Math.Round(length, MidpointRounding.AwayFromZero));
    }

    private (int Width, int Height)? Ask((int Width, int Height)? largest, bool isHeld)
    {
        if (_picture is not { } picture || isHeld || !IsFollowing)
        {
            return null;
        }

        var target = Shrink(picture, largest);
        if (target == _window)
        {
            return null;
        }

        _isAsking = true;
        return target;
    }
}
