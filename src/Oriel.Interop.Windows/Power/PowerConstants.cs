namespace Oriel.Interop.Windows.Power;

/// <summary>Numbers of power requests.</summary>
internal static class PowerConstants
{
    public const uint ContextVersion = 0;
    public const uint ContextSimpleString = 1;
    public const int DisplayRequired = 0;
    public const int SystemRequired = 1;
}
