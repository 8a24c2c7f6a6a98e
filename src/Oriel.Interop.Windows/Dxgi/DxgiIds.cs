namespace Oriel.Interop.Windows.Dxgi;

/// <summary>Identifiers of DXGI interfaces.</summary>
internal static class DxgiIds
{
    public static readonly Guid IDXGIFactory1 = new("770aae78-f26f-4dba-a829-253c83d1b387");
    public static readonly Guid IDXGIAdapter = new("2411e7e1-12ac-4ccf-bd14-9798e8534dc0");
    public static readonly Guid IDXGIAdapter1 = new("29038f61-3839-4626-91fd-086879011a05");
    public static readonly Guid IDXGIOutput = new("ae02eedb-c735-4690-8d52-5a8dc20213aa");
    public static readonly Guid IDXGIOutput1 = new("00cddea8-939b-4b83-a340-a685226666cc");
    public static readonly Guid IDXGIOutput5 = new("80a07424-ab52-42eb-833c-0c42fd282d98");
    public static readonly Guid IDXGIOutput6 = new("068346e8-aaec-4b84-add7-137f513f77a1");
    public static readonly Guid IDXGIOutputDuplication = new("191cfac3-a341-470d-b26e-a864f428319c");
    public static readonly Guid IDXGIResource = new("035f3ab4-482e-4e50-b41f-8a7f8bd8960b");
    public static readonly Guid IDXGIResource1 = new("30961379-4609-4a41-998e-54fe567ee0c1");
    public static readonly Guid IDXGIDevice = new("54ec77fa-1377-44e6-8c32-88fd5f44c84c");
}
