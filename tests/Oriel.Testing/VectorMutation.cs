namespace Oriel.Testing;

/// <summary>One case of tests/vectors/mutations.json: a good image turned hostile, and how a careful reader ends.</summary>
/// <param name="Base">Name of the good image.</param>
/// <param name="Name">Name of the case; unique together with <paramref name="Base"/>.</param>
/// <param name="Patches">All of them are applied.</param>
/// <param name="Expect">Required behaviour, see tests/vectors/README.md.</param>
/// <param name="Why">One line for people.</param>
public sealed record VectorMutation(string Base, string Name, IReadOnlyList<VectorPatch> Patches, string Expect, string Why)
{
    /// <summary>A fresh copy of the image with the patches applied.</summary>
    public byte[] Image()
    {
        var image = Vectors.Image(Base);
        ApplyTo(image);
        return image;
    }

    /// <summary>Applies the patches to an image in memory.</summary>
    public void ApplyTo(Span<byte> image)
    {
        foreach (var patch in Patches)
        {
            patch.Bytes.CopyTo(image[patch.Offset..]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Base}/{Name} -> {Expect}";
}
