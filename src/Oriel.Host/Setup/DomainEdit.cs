using Oriel.Host.Checks;
using Oriel.Host.Setup.Xml;

namespace Oriel.Host.Setup;

/// <summary>
/// One thing set-up does to a machine's description: what, why, and how to undo it. Doctor's remedies and set-up use the same objects. Applied to a description that has it already, it changes nothing.
/// </summary>
public abstract class DomainEdit
{
    /// <summary>Stable id, for example "tablet".</summary>
    public abstract string Id { get; }

    /// <summary>What it sees to, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>Why.</summary>
    public abstract string Why { get; }

    /// <summary>What undoes it by hand.</summary>
    public abstract string Undo { get; }

    /// <summary>The element it adds; empty when it only takes away.</summary>
    public virtual string Xml => "";

    /// <summary>As steps of a finding.</summary>
    /// <param name="machine">Name of the machine.</param>
    public IReadOnlyList<RemedyStep> Remedy(string machine) =>
    [
        new RemedyStep("let set-up change it; it shows the difference first, and can undo it", RemedyKind.Command, $"oriel setup {ShellWords.Quote(machine)}"),
        Xml.Length > 0
            ? new RemedyStep($"or by hand (virsh edit {ShellWords.Quote(machine)}), in <devices>", RemedyKind.Xml, Xml)
            : new RemedyStep($"or by hand: {Title.ToLowerInvariant()} (virsh edit {ShellWords.Quote(machine)})"),
    ];

    /// <summary>Makes the change, and says so to <paramref name="work"/>.</summary>
    internal abstract void Apply(EditWork work);
}

/// <summary>A description while edits are applied to it.</summary>
internal sealed class EditWork(XmlSource source, SetupWish wish)
{
    private readonly List<SetupChange> _changes = [];
    private readonly List<string> _notes = [];

    /// <summary>The text as it is now.</summary>
    public XmlSource Source { get; set; } = source;

    /// <summary>What is wanted.</summary>
    public SetupWish Wish { get; } = wish;

    /// <summary>The devices.</summary>
    public XmlTag Devices => Source.Root.Child("devices")!;

    /// <summary>The memory, once its edit was applied.</summary>
    public PlannedMemory? Memory { get; set; }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<SetupChange> Changes => _changes;

    /// <summary>What was left alone.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Something was changed.</summary>
    public void Did(DomainEdit edit, string what) => _changes.Add(new SetupChange(edit.Id, what, edit.Why, edit.Undo));

    /// <summary>Something that matters was left alone.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Adds a device behind the last of its kind, else behind the last device.</summary>
    public void AddDevice(string markup, string kind) => Source = Source.Add(Devices, markup, Devices.All(kind).LastOrDefault());
}
