package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.bounce.RecipientReport;
import io.mailhelm.smtp.bounce.ReportComposer;
import io.mailhelm.smtp.bounce.ReportOccasion;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.deliver.ReportMail;
import io.mailhelm.smtp.deliver.ReportMail.Reporter;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.LeasedDeliveries;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.SenderReport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the reports to senders on their deliveries (RFC 3464), by the rules of RFC 3461. */
final class DeliveryNotices {
  /** A sender is told once of a delivery that waits longer. */
  static final Duration WARN_AFTER = Duration.ofHours(4);

  private final LiveConfig live;
  private final MailStore store;
  private final ReportMail mail;

  DeliveryNotices(LiveConfig live, MailStore store) {
    this.live = live;
    this.store = store;
    this.mail = new ReportMail(store);
  }

  /**
   * @param messages to be stored with what became of the deliveries
   * @param warned the deliveries of whose delay one of the messages tells
   */
  record Told(List<SenderReport> messages, Set<DeliveryId> warned) {}

  /**
   * The reports that are due.
   *
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  Told of(
      LeasedDeliveries consignment,
      List<DeliveryResult> verdicts,
      boolean peerReports,
      Instant now) {
    return of(consignment, verdicts, peerReports, now, this::beginning);
  }

  /** The same, with nothing of the message in them: for one that a report cannot be made of. */
  Told bare(
      LeasedDeliveries consignment,
      List<DeliveryResult> verdicts,
      boolean peerReports,
      Instant now) {
    return of(consignment, verdicts, peerReports, now, _ -> new byte[0]);
  }

  private Told of(
      LeasedDeliveries consignment,
      List<DeliveryResult> verdicts,
      boolean peerReports,
      Instant now,
      Function<LeasedDeliveries, byte[]> beginning) {
    Map<ReportOccasion, List<DeliveryResult>> told = new EnumMap<>(ReportOccasion.class);
    for (var verdict : verdicts) {
      told(verdict, peerReports, now)
          .ifPresent(it -> told.computeIfAbsent(it, any -> new ArrayList<>()).add(verdict));
    }
    if (told.isEmpty()) {
      return new Told(List.of(), Set.of());
    }
    var config = live.current();
    var origin = origin(consignment, beginning.apply(consignment));
    var any = consignment.any();
    var reporter = new Reporter(any.domain(), any.policy(), any.user(), any.returnsTo());
    var messages = new ArrayList<SenderReport>();
    try {
      told.forEach(
          (occasion, about) ->
              mail.of(config, reporter, occasion, origin, reported(about), now)
                  .ifPresent(messages::add));
    } catch (RuntimeException e) {
      messages.forEach(SenderReport::close);
      throw e;
    }
    var warned = new HashSet<DeliveryId>();
    told.getOrDefault(ReportOccasion.DELAYED, List.of())
        .forEach(verdict -> warned.add(verdict.delivery().id()));
    return new Told(messages, warned);
  }

  private static List<RecipientReport> reported(List<DeliveryResult> verdicts) {
    return verdicts.stream()
        .map(
            verdict ->
                new RecipientReport(
                    verdict.delivery().recipient(),
                    verdict.attempt(),
                    verdict.state() == State.QUEUED
                        ? Optional.of(verdict.delivery().expiresAt())
                        : Optional.empty()))
        .toList();
  }

  /**
   * What the sender is to be told of it, if anything.
   *
   * @param peerReports whether the peer reports itself what becomes of what it took
   */
  private static Optional<ReportOccasion> told(
      DeliveryResult verdict, boolean peerReports, Instant now) {
    var delivery = verdict.delivery();
    return occasion(verdict, peerReports, now)
        .filter(it -> it.isTold(delivery.reversePath(), delivery.recipient()));
  }

  /** The same results, those put off that are failures which a sender is to be told of. */
  static List<DeliveryResult> putOff(
      List<DeliveryResult> results, boolean peerReports, Instant now) {
    return results.stream()
        .map(
            result ->
                told(result, peerReports, now).filter(ReportOccasion::isFailure).isPresent()
                    ? result.putOff(now)
                    : result)
        .toList();
  }

  /** What becomes of the report that the next hop has it, if one is due, on a disk without room. */
  static List<CommitResult> omittedReceipts(
      List<DeliveryResult> results, boolean peerReports, Instant now) {
    return results.stream()
            .flatMap(result -> told(result, peerReports, now).stream())
            .anyMatch(ReportOccasion.RELAYED::equals)
        ? List.of(new CommitResult.NoSpace())
        : List.of();
  }

  private static Optional<ReportOccasion> occasion(
      DeliveryResult verdict, boolean peerReports, Instant now) {
    var delivery = verdict.delivery();
    return switch (verdict.state()) {
      case FAILED -> Optional.of(ReportOccasion.FAILED);
      case EXPIRED -> Optional.of(ReportOccasion.EXPIRED);
      case DELIVERED -> peerReports ? Optional.empty() : Optional.of(ReportOccasion.RELAYED);
      case QUEUED ->
          !delivery.warned() && !now.isBefore(delivery.queuedAt().plus(WARN_AFTER))
              ? Optional.of(ReportOccasion.DELAYED)
              : Optional.empty();
      case HELD, CANCELLED -> Optional.empty();
    };
  }

  private static ReportedMessage origin(LeasedDeliveries consignment, byte[] beginning) {
    var any = consignment.any();
    return new ReportedMessage(
        any.reversePath(), consignment.receivedAt(), consignment.dsn(), any.size(), beginning);
  }

  /** A message that cannot be read is reported on without it. */
  private byte[] beginning(LeasedDeliveries consignment) {
    try (var in = store.queue().open(consignment)) {
      return in.readNBytes(ReportComposer.MAX_RETURNED + 1);
    } catch (IOException _) {
      return new byte[0];
    }
  }
}
