namespace Oriel.Protocol.Kvmfr;

/// <summary>Body of a frame-schedule message (kvmfr.md section 8).</summary>
/// <param name="ClientId">Sender's subscriber id.</param>
/// <param name="Generation">Counts the sender's schedules.</param>
/// <param name="Flags">1 active, 2 release, 4 reset, 8 immediate.</param>
/// <param name="PeriodNs">Time between two frames.</param>
/// <param name="TargetSlackNs">Wanted lead before the deadline.</param>
/// <param name="PhaseErrorNs">Positive = the frame came early.</param>
/// <param name="FeedbackFrameSerial">Frame the error belongs to.</param>
/// <param name="FeedbackScheduleEpoch">Epoch the error belongs to.</param>
/// <param name="FeedbackDeadlineSerial">Deadline the error belongs to.</param>
/// <param name="LeaseMs">How long it holds without renewal, 100 to 5000.</param>
public readonly record struct FrameSchedule(
    uint ClientId, uint Generation, uint Flags, ulong PeriodNs, ulong TargetSlackNs, long PhaseErrorNs,
    uint FeedbackFrameSerial, uint FeedbackScheduleEpoch, uint FeedbackDeadlineSerial, uint LeaseMs);
