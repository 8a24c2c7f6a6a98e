namespace Oriel.Testing.Windows.D3D12;

/// <summary>Ways a GPU gets a copy wrong.</summary>
public enum FakeCopyFault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Says it copied and wrote nothing.</summary>
    WritesNothing,

    /// <summary>One bit of one byte of each copy is wrong.</summary>
    FlipsOneBit,

    /// <summary>Writes one row lower.</summary>
    WritesOneRowLower,

    /// <summary>Writes whole rows, whatever the box says.</summary>
    IgnoresTheBox,

    /// <summary>Never finishes until it is told to (see <see cref="FakeDirect3D12.Unhang"/>).</summary>
    Hangs,

    /// <summary>The device is removed while it copies.</summary>
    IsRemoved,

    /// <summary>Closing the list is refused.</summary>
    RefusesTheList,
}
