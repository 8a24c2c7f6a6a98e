using System.Diagnostics;

namespace Oriel.Spice.Picture;

/// <summary>What a reader does with the picture; it runs under the picture's lock, so the channel waits for it.</summary>
/// <typeparam name="T">What the reader needs.</typeparam>
/// <param name="content">The picture; only during the call.</param>
/// <param name="state">What was given to <see cref="ScreenPicture.Read"/>.</param>
/// <returns>True when the changes were taken over; false keeps them for the next time.</returns>
public delegate bool PictureReader<in T>(in PictureContent content, T state);

/// <summary>
/// The emulated screen as it is to be shown. After a change of mode the old picture stays until the new surface is complete (spice.md section 12.4), or until that
/// takes too long; the same after a lost channel. The channel's reader writes, one other thread reads; <see cref="Changed"/> tells it when.
/// </summary>
public sealed class ScreenPicture
{
    /// <summary>A surface that was declared complete but not drawn on: a drawing usually follows.</summary>
    private static readonly TimeSpan s_drawPatience = TimeSpan.FromMilliseconds(150);

    /// <summary>A surface that is drawn on but never declared complete.</summary>
    private static readonly TimeSpan s_markPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>No surface at all: a new one, or a new link, usually follows.</summary>
    private static readonly TimeSpan s_gonePatience = TimeSpan.FromMilliseconds(1500);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly DamageBoxes _damage = new();
    private readonly PictureRect[] _rects = new PictureRect[DamageBoxes.Capacity];
    private Surface? _live;
    private Surface? _shown;
    private Box _view;
    private Box _heads;
    private long _since;
    private int _generation;
    private bool _isMarked;
    private bool _isLiveShown;
    private bool _isPosted;
    private bool _hasNews;

    internal ScreenPicture(TimeProvider time) => _time = time;

    /// <summary>Called on the channel's reader when there is something new to read, once until <see cref="Read"/>. It must only post elsewhere. Set it before the session starts.</summary>
    public Action? Changed { get; set; }

    /// <summary>How long after now the picture may change by itself (patience with a change of mode is over); null = not at all. Then <see cref="Read"/> again.</summary>
    public TimeSpan? NextChange
    {
        get
        {
            lock (_gate)
            {
                if (_isLiveShown || (_live is null && _shown is null))
                {
                    return null;
                }

                var left = Patience - _time.GetElapsedTime(_since);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    private TimeSpan Patience => _live is null ? s_gonePatience : _isMarked ? s_drawPatience : s_markPatience;

    /// <summary>Shows the picture, whether or not it changed, to <paramref name="reader"/>. Without a picture its size is 0.</summary>
    public void Read<T>(T state, PictureReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        lock (_gate)
        {
            LetTimePass();
            _isPosted = false;
            var content = default(PictureContent);
            if (_shown is { } surface)
            {
                var count = _damage.Cut(_view, _rects);
                content = new PictureContent
                {
                    Generation = _generation,
                    Width = _view.Width,
                    Height = _view.Height,
                    OriginX = _view.Left,
                    OriginY = _view.Top,
                    PitchBytes = surface.Width * 4,
                    IsEverything = _damage.IsEverything,
                    Damage = _rects.AsSpan(0, count),
                    Pixels = surface.Pixels.AsSpan(((_view.Top * surface.Width) + _view.Left) * 4),
                };
            }

            if (reader(content, state))
            {
                _damage.Clear();
            }
        }
    }

    /// <summary>Channel: everything between is one step for the reader of the picture. Call <see cref="Leave"/> after it, in a finally.</summary>
    internal void Enter() => _gate.Enter();

    /// <summary>Channel: the end of the step; tells the reader if there is something new.</summary>
    internal void Leave()
    {
        var isNews = _hasNews && !_isPosted;
        _isPosted |= isNews;
        _hasNews = false;
        _gate.Exit();
        if (isNews)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Channel: there is a new primary surface, or none any more.</summary>
    internal void SetLive(Surface? surface)
    {
        AssertHeld();
        if (surface is not null || _live is not null)
        {
            _since = _time.GetTimestamp();
        }

        _live = surface;
        (_isMarked, _isLiveShown) = (false, false);
        _heads = default;
        _hasNews = true;
    }

    /// <summary>Channel: the primary surface is complete.</summary>
    internal void Mark()
    {
        AssertHeld();
        if (_live is null || _isMarked)
        {
            return;
        }

        _isMarked = true;
        _since = _time.GetTimestamp();
        _hasNews = true;
        if (_live.IsDrawn && !_isLiveShown)
        {
            ShowLive();
        }
    }

    /// <summary>Channel: something was drawn on a surface.</summary>
    internal void Damage(Surface surface, ClipRegion region)
    {
        AssertHeld();
        if (!ReferenceEquals(surface, _live))
        {
            return;
        }

        if (!_isLiveShown)
        {
            if (_isMarked)
            {
                ShowLive();
            }

            return;
        }

        // Few boxes are worth being kept apart; what a text screen sends as hundreds is copied faster as one.
        if (region.Boxes.Count <= 8)
        {
            foreach (var box in region.Boxes)
            {
                _damage.Add(box);
            }
        }
        else
        {
            _damage.Add(region.Bounds);
        }

        _hasNews = true;
    }

    /// <summary>Channel: which part of the primary surface the monitors show; it counts from here to the next surface.</summary>
    internal void SetHeads(Box heads)
    {
        AssertHeld();
        _heads = heads;
        if (_isLiveShown && ViewOf(_live!) != _view)
        {
            ShowLive();
        }
    }

    private void LetTimePass()
    {
        if (_isLiveShown || _time.GetElapsedTime(_since) < Patience)
        {
            return;
        }

        if (_live is not null)
        {
            ShowLive();
        }
        else
        {
            _shown = null;
        }
    }

    private void ShowLive()
    {
        _shown = _live;
        _isLiveShown = true;
        _view = ViewOf(_live!);
        _generation = unchecked(_generation + 1);
        _damage.SetEverything();
        _hasNews = true;
    }

    // A configuration can disagree with the surface for a moment: what does not meet it counts as the whole.
    private Box ViewOf(Surface surface)
    {
        var view = _heads.Cut(surface.Bounds);
        return view.IsEmpty ? surface.Bounds : view;
    }

    [Conditional("DEBUG")]
    private void AssertHeld() => Debug.Assert(_gate.IsHeldByCurrentThread, "only between Enter and Leave");
}
