namespace Oriel.Spice.Picture.Jpeg;

/// <summary>One component of a picture: how it is sampled, and its samples.</summary>
internal sealed class JpegComponent
{
    public byte Id { get; set; }

    public int Horizontal { get; set; }

    public int Vertical { get; set; }

    public int Quantiser { get; set; }

    public int DcTable { get; set; }

    public int AcTable { get; set; }

    public int Predictor { get; set; }

    public int Stride { get; set; }

    public byte[] Samples { get; private set; } = [];

    public void Reserve(int bytes)
    {
        if (Samples.Length < bytes)
        {
            Samples = new byte[bytes];
        }
    }
}
