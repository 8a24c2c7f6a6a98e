namespace Oriel.Testing.Windows;

/// <summary>A shader, sampler or view: something a context is given.</summary>
internal sealed unsafe class FakePart : FakeObject
{
    private static readonly void** s_table = MakeObjectTable();

    public FakePart(FakeWindows windows, string name, string code, FakeTexture? texture)
        : base(windows, name, (nint)s_table)
    {
        (Code, Texture) = (code, texture);
        if (texture is not null)
        {
            _ = texture.NewReference();
        }
    }

    /// <summary>What the shader does, as the test's compiler wrote it.</summary>
    public string Code { get; }

    /// <summary>What the view shows.</summary>
    public FakeTexture? Texture { get; }

    protected override int FacetOf(in Guid id) => -1;

    protected override void OnLastRelease() => Texture?.GiveBack();
}
