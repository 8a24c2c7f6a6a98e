namespace Oriel.Host.Setup.Edits;

/// <summary>Mouse and keyboard by virtio.</summary>
internal sealed class InputsEdit : DomainEdit
{
    public override string Id => "inputs";

    public override string Title => "Mouse and keyboard by virtio";

    public override string Why => "the PS/2 mouse has no side buttons and is slow; without a driver in the guest (vioinput of virtio-win) the PS/2 devices go on working";

    public override string Undo => "remove <input bus='virtio'>";

    public override string Xml => "<input type='mouse' bus='virtio'/>\n<input type='keyboard' bus='virtio'/>";

    internal override void Apply(EditWork work)
    {
        if (!work.Wish.Inputs)
        {
            return;
        }

        foreach (var type in (string[])["mouse", "keyboard"])
        {
            if (!work.Devices.All("input").Any(one => one["type"] == type && one["bus"] == "virtio"))
            {
                work.AddDevice($"<input type='{type}' bus='virtio'/>", "input");
                work.Did(this, $"{type} by virtio added");
            }
        }
    }
}
