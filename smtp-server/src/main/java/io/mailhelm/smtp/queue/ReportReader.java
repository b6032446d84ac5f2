package io.mailhelm.smtp.queue;

import io.mailhelm.smtp.bounce.CountedOutcome;
import io.mailhelm.smtp.bounce.Feedback;
import io.mailhelm.smtp.bounce.FeedbackReader;
import io.mailhelm.smtp.bounce.ReturnPath.Named;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MissingBodyException;
import io.mailhelm.smtp.store.PolicyKey;
import io.mailhelm.smtp.store.RecipientOutcome;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.SendReports.Pending;
import io.mailhelm.smtp.store.SendReports.Said;
import io.mailhelm.smtp.store.SendReports.Taken;
import io.mailhelm.smtp.store.Suppression;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the reports that came to our return paths: it counts bounces and complaints, and suppresses
 * addresses that do not exist or do not want our mail. A report is believed about the one delivery
 * that its return path names, whatever recipient it names.
 */
final class ReportReader {
  /** Reports that are read and taken in together. */
  static final int AT_ONCE = 100;

  private final MailStore store;
  private final SuppressionRules rules;
  private final Consumer<List<PolicyKey>> judge;
  private final Clock clock;
  private Optional<EntryId> after = Optional.empty();
  private int passed;

  /**
   * @param judge is told of the policies of which reports said something, once that is durable
   */
  ReportReader(
      MailStore store, SuppressionRules rules, Consumer<List<PolicyKey>> judge, Clock clock) {
    this.store = store;
    this.rules = rules;
    this.judge = judge;
    this.clock = clock;
  }

  /**
   * Reads some that wait, those after the ones of the last time, and takes them in together. One
   * that fails keeps none after it from being read. By one thread at a time.
   *
   * @param failed told when some cannot be read now, with what the first failed by; they are read
   *     later
   * @return whether more may wait
   */
  boolean readSome(Consumer<IOException> failed) {
    var failures = new ArrayList<IOException>();
    var taken = new ArrayList<Taken>();
    int seen = 0;
    for (var next = following(); next.isPresent() && seen < AT_ONCE; next = following()) {
      seen++;
      after = next.map(Pending::entry);
      var report = next.get();
      orNote(report, failures, () -> taken.add(read(report)));
    }
    passed += seen;
    // what failed has its turn again, however many come meanwhile
    boolean isOver = seen < AT_ONCE || passed > SendReports.MAX_UNREAD;
    if (isOver) {
      after = Optional.empty();
      passed = 0;
    }
    takeIn(taken, failures);
    judge.accept(policies(taken));
    failures.stream().findFirst().ifPresent(failed);
    return seen == AT_ONCE && !isOver;
  }

  private static List<PolicyKey> policies(List<Taken> taken) {
    return taken.stream()
        .flatMap(report -> report.said().stream())
        .filter(said -> said.counted().filter(RecipientOutcome::isBad).isPresent())
        .flatMap(said -> said.policy().map(policy -> new PolicyKey(said.domain(), policy)).stream())
        .distinct()
        .toList();
  }

  private Optional<Pending> following() {
    return store.reports().next(after);
  }

  /** Together; one by one where one of them keeps the others from it. */
  private void takeIn(List<Taken> taken, List<IOException> failures) {
    if (taken.isEmpty()) {
      return;
    }
    try {
      store.reports().takeIn(taken);
    } catch (RuntimeException e) {
      for (var each : taken) {
        orNote(each.report(), failures, () -> store.reports().takeIn(List.of(each)));
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void orNote(Pending report, List<IOException> failures, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      failures.add(failure(report, e));
    }
  }

  private static IOException failure(Pending report, Exception cause) {
    return new IOException(
        "the report in entry %s cannot be read and waits: %s"
            .formatted(report.entry().value(), cause),
        cause);
  }

  /**
   * The deliveries that a report may be about.
   *
   * @param deliveries those that its return path names
   * @param isOne whether that is one delivery and could never have been another: only then may a
   *     stranger's report suppress an address
   */
  private record About(List<Delivery> deliveries, boolean isOne) {
    Optional<Delivery> only() {
      return isOne ? deliveries.stream().findFirst() : Optional.empty();
    }

    Optional<Delivery> find(String address) {
      return deliveries.stream().filter(delivery -> isTo(delivery, address)).findFirst();
    }
  }

  private Taken read(Pending report) throws IOException {
    var named = Named.of(report.about());
    var about =
        new About(
            ReturnPaths.deliveries(store.queue(), named),
            named.delivery().isPresent() || store.queue().recipientsOf(named.messageId()) == 1);
    var said = new ArrayList<Said>();
    var suppressions = new ArrayList<Suppression>();
    switch (feedback(report)) {
      case Feedback.DeliveryReport bounce -> bounced(bounce, about, said, suppressions);
      case Feedback.Complaint complaint -> complained(complaint, about, said, suppressions);
      case Feedback.Nothing nothing -> {}
    }
    // what says nothing must not use up what the delivery's own report will need
    var on =
        said.isEmpty() && suppressions.isEmpty()
            ? Optional.<DeliveryId>empty()
            : about.deliveries().stream().findFirst().map(Delivery::id);
    return new Taken(report, on, said, suppressions);
  }

  /** A report whose file is gone says nothing, as one that somebody deleted. */
  private Feedback feedback(Pending report) throws IOException {
    Optional<InputStream> message;
    try {
      message = store.open(report.entry());
    } catch (MissingBodyException _) {
      return new Feedback.Nothing();
    }
    if (message.isEmpty()) {
      return new Feedback.Nothing();
    }
    try (var in = message.get()) {
      return FeedbackReader.read(in);
    }
  }

  private void bounced(
      Feedback.DeliveryReport report,
      About about,
      List<Said> said,
      List<Suppression> suppressions) {
    var failed = new LinkedHashMap<DeliveryId, Said>();
    for (var recipient : report.recipients()) {
      if (recipient.action().equals("failed")) {
        about
            .find(recipient.originalRecipient())
            .or(() -> about.find(recipient.finalRecipient()))
            .or(about::only)
            .ifPresent(
                delivery ->
                    failed.putIfAbsent(
                        delivery.id(),
                        said(delivery, Kind.BOUNCE, counted(delivery, about, recipient))));
        about
            .only()
            .filter(delivery -> isHardBounceOf(delivery, recipient))
            .flatMap(delivery -> rules.bounced(delivery, recipient.diagnostic(), clock.instant()))
            .ifPresent(suppressions::add);
      }
    }
    // named a thousand times in a report, it bounced once
    said.addAll(failed.values());
  }

  /** As with suppressions, only what is said of the one delivery that the return path names. */
  private Optional<RecipientOutcome> counted(
      Delivery delivery, About about, Feedback.PerRecipient recipient) {
    return about
        .only()
        .flatMap(
            only ->
                CountedOutcome.of(only, recipient, isNamed(delivery, recipient), clock.instant()));
  }

  private static boolean isNamed(Delivery delivery, Feedback.PerRecipient recipient) {
    return isTo(delivery, recipient.originalRecipient())
        || isTo(delivery, recipient.finalRecipient());
  }

  /**
   * A forwarder may report on the address it forwards to, while the address that was mailed keeps a
   * copy: so an address is suppressed only if the report names it.
   */
  private static boolean isHardBounceOf(Delivery delivery, Feedback.PerRecipient recipient) {
    return recipient.isHardBounce() && isNamed(delivery, recipient);
  }

  /** The recipient who complains is often redacted; the return path tells it all the same. */
  private void complained(
      Feedback.Complaint complaint, About about, List<Said> said, List<Suppression> suppressions) {
    if (!complaint.isUnwanted()) {
      return;
    }
    var who =
        about.isOne()
            ? about.deliveries()
            : complaint.recipients().stream()
                .flatMap(address -> about.find(address).stream())
                .distinct()
                .toList();
    var counted = about.only().flatMap(only -> CountedOutcome.complaint(only, clock.instant()));
    who.forEach(delivery -> said.add(said(delivery, Kind.COMPLAINT, counted)));
    about
        .only()
        .flatMap(delivery -> rules.complained(delivery, complaint.type(), clock.instant()))
        .ifPresent(suppressions::add);
  }

  private static boolean isTo(Delivery delivery, String address) {
    return delivery.recipient().address().equalsIgnoreCase(address);
  }

  private Said said(Delivery delivery, Kind kind, Optional<RecipientOutcome> counted) {
    return new Said(
        delivery.id(), delivery.domain(), delivery.policy(), kind, clock.instant(), counted);
  }
}
