namespace Oriel.Display.Presentation;

/// <summary>
/// Pictures between their hand-over and the word of what became of them. They leave in the order they came, each as soon as its own fate and that of those before it
/// is known, or can no longer be. Bounded, allocates nothing. Render role.
/// </summary>
internal sealed class PictureQueue
{
    /// <summary>Most that can be waited for; then the oldest is given up.</summary>
    public const int Capacity = 16;

    private readonly PictureInFlight[] _pictures = new PictureInFlight[Capacity];
    private int _first;
    private int _count;

    /// <summary>Pictures not yet known to be shown or replaced.</summary>
    public int Open
    {
        get
        {
            var open = 0;
            for (var i = 0; i < _count; i++)
            {
                open += At(i).Fate == PictureFate.Open ? 1 : 0;
            }

            return open;
        }
    }

    /// <summary>When the oldest open one was handed over; <see cref="long.MaxValue"/> = none is open.</summary>
    public long OldestOpenNs
    {
        get
        {
            for (var i = 0; i < _count; i++)
            {
                if (At(i).Fate == PictureFate.Open)
                {
                    return At(i).Times.SubmittedNs;
                }
            }

            return long.MaxValue;
        }
    }

    /// <summary>There is no room for another without giving the oldest up.</summary>
    public bool IsFull => _count == Capacity;

    /// <summary>A picture was handed over. <see cref="TryTake"/> first while <see cref="IsFull"/>.</summary>
    public void Add(in PictureInFlight picture)
    {
        At(_count) = picture;
        _count++;
    }

    /// <summary>Place of the open picture with this number, for the indexer; -1 when it is not waited for.</summary>
    public int IndexOf(uint id)
    {
        for (var i = 0; i < _count; i++)
        {
            if (At(i).Id == id && At(i).Fate == PictureFate.Open)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The picture at a place of <see cref="IndexOf"/>.</summary>
    public ref PictureInFlight this[int place] => ref At(place);

    /// <summary>Those handed over before this one and still open will not be told about: window systems tell in order.</summary>
    public void GiveUpBefore(uint id)
    {
        for (var i = 0; i < _count && At(i).Id != id; i++)
        {
            At(i).Fate = At(i).Fate == PictureFate.Open ? PictureFate.Untold : At(i).Fate;
        }
    }

    /// <summary>Takes the oldest out if its fate is known, if it was handed over before a time, or if there is no room.</summary>
    public bool TryTake(long givenUpNs, out PictureInFlight picture)
    {
        picture = default;
        if (_count == 0 || (At(0).Fate == PictureFate.Open && At(0).Times.SubmittedNs > givenUpNs && !IsFull))
        {
            return false;
        }

        picture = At(0);
        picture.Fate = picture.Fate == PictureFate.Open ? PictureFate.Untold : picture.Fate;
        _first = (_first + 1) % Capacity;
        _count--;
        return true;
    }

    private ref PictureInFlight At(int i) => ref _pictures[(_first + i) % Capacity];
}
