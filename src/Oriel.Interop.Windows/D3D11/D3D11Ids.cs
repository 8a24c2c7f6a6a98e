namespace Oriel.Interop.Windows.D3D11;

/// <summary>Identifiers of Direct3D 11 interfaces.</summary>
internal static class D3D11Ids
{
    public static readonly Guid ID3D11Device = new("db6f6ddb-ac77-4e88-8253-819df9bbf140");
    public static readonly Guid ID3D11DeviceContext = new("c0bfa96c-e089-44fb-8eaf-26f8796190da");
    public static readonly Guid ID3D11Texture2D = new("6f15aaf2-d208-4e89-9ab4-489535d34f9c");
    public static readonly Guid ID3D11Multithread = new("9b7e4e00-342c-4106-a19f-4f2704f689f0");
}
