namespace Oriel.Host.Setup.Edits;

/// <summary>No tablet.</summary>
internal sealed class TabletEdit : DomainEdit
{
    public override string Id => "tablet";

    public override string Title => "Remove the tablet";

    public override string Why => "a tablet switches SPICE to absolute positions: the pointer then sticks at edges and jumps back at a click. Oriel moves a mouse";

    public override string Undo => "add <input type='tablet' bus='usb'/> in <devices>";

    internal override void Apply(EditWork work)
    {
        while (!work.Wish.KeepTablet && work.Devices.All("input").FirstOrDefault(one => one["type"] == "tablet") is { } tablet)
        {
            work.Source = work.Source.Remove(tablet);
            work.Did(this, $"tablet ({tablet["bus"] ?? "usb"}) removed");
        }
    }
}
