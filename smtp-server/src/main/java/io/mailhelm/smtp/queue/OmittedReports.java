package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Event.ReportOmitted.Reason;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says which reports to a sender were not stored, and why. Pure. */
final class OmittedReports {
  private OmittedReports() {}

  /**
   * An event for each of them.
   *
   * @param about what the reports are on
   * @param results what became of each report
   */
  static Stream<Event> of(LeasedDeliveries about, List<CommitResult> results) {
    return results.stream()
        .flatMap(result -> reason(result).stream())
        .map(
            reason ->
                new Event.ReportOmitted(about.messageId(), about.any().reversePath(), reason));
  }

  private static Optional<Reason> reason(CommitResult result) {
    return switch (result) {
      case CommitResult.MailboxFull _ -> Optional.of(Reason.MAILBOX_FULL);
      case CommitResult.TooMuchWaiting _, CommitResult.QueueFull _ ->
          Optional.of(Reason.TOO_MUCH_WAITING);
      case CommitResult.NoSpace _ -> Optional.of(Reason.NO_SPACE);
      case CommitResult.Stored _,
          CommitResult.MailboxGone _,
          CommitResult.Repeated _,
          CommitResult.TooManyKeys _,
          CommitResult.Failed _ ->
          Optional.empty();
    };
  }
}
