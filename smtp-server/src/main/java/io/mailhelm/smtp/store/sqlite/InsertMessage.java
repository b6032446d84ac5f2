package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.LanePart;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.Originator;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.Submitter;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change: puts a message into every mailbox it goes to and into the queue, or nowhere when a
 * mailbox is full or gone.
 *
 * @param overdraft by how much it may exceed the quota of a mailbox, and a user's share of what
 *     waits
 * @param context asked which mailboxes there are when all that was to be written before is written
 */
record InsertMessage(MessageRow row, MailboxUsage overdraft, StoreContext context)
    implements WriterTask<CommitResult> {
  /** Of mail that is kept within every limit. */
  static final MailboxUsage NO_OVERDRAFT = new MailboxUsage(0, 0);

  /** What a transaction writes for a row besides its texts and contents, about. */
  private static final int ROW_OCTETS = 512;

  /** What a transaction writes for all of it, about. */
  long octets() {
    int deliveries = row.outgoing().map(each -> each.deliveries().size()).orElse(0);
    int rows = 1 + row.copies().size() + deliveries;
    long message = row.size() + row.texts();
    long beside =
        row.copies().stream().mapToLong(copy -> copy.octets() - message).sum()
            + row.outgoing().map(each -> each.octets() - message).orElse(0L)
            - deliveries * OutgoingRow.ROW_OCTETS; // counted with the other rows
    return row.content().length + row.texts() + beside + (long) ROW_OCTETS * rows;
  }

  @Override
  public CommitResult apply(Statements statements, LedgerDraft draft) throws SQLException {
    var repeated = repeated(statements);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    if (row.idempotency().isPresent()
        && draft.keys(row.idempotency().get().owner()) >= MailStore.KEYS_PER_OWNER) {
      return new CommitResult.TooManyKeys();
    }
    var gone = gone();
    if (!gone.isEmpty()) {
      return new CommitResult.MailboxGone(gone);
    }
    var full = full(draft);
    if (!full.isEmpty()) {
      return new CommitResult.MailboxFull(full);
    }
    if (waitsTooMuch(draft)) {
      return new CommitResult.TooMuchWaiting();
    }
    var share = fullShare(draft);
    if (share.isPresent()) {
      return new CommitResult.QueueFull(share.get());
    }
    insert(statements, draft);
    return new CommitResult.Stored();
  }

  private long rememberedSince() {
    return row.receivedAt() - context.retention().get().idempotencyKeys().toMillis();
  }

  /**
   * What comes without a login is nobody's share, nor are reports on it; reports on a user's mail
   * are the user's.
   */
  private boolean waitsTooMuch(LedgerDraft draft) {
    if (row.outgoing().isEmpty()) {
      return false;
    }
    long octets = row.outgoing().get().octets() - overdraft.octets();
    return row.share()
        .filter(id -> draft.waiting(id).octets() + octets > context.limits().get().waitingPerUser())
        .isPresent();
  }

  /** What the server itself sends has room whatever waits: it is why mail waits no more. */
  private Optional<QueueShares.Full> fullShare(LedgerDraft draft) {
    if (row.outgoing().isEmpty() || !overdraft.equals(NO_OVERDRAFT)) {
      return Optional.empty();
    }
    var outgoing = row.outgoing().get();
    var mailboxId = row.submitter().flatMap(Submitter::mailboxId);
    return context
        .shares()
        .get()
        .full(draft.waiting(outgoing.domain(), mailboxId), outgoing.deliveries().size());
  }

  private List<Mailbox> gone() {
    return row.copies().stream()
        .map(MessageRow.Copy::target)
        .filter(target -> !context.mailboxes().has(target))
        .map(Target::address)
        .distinct()
        .toList();
  }

  private Optional<CommitResult> repeated(Statements statements) throws SQLException {
    if (row.idempotency().isEmpty()) {
      return Optional.empty();
    }
    var key = row.idempotency().get();
    return statements
        .records()
        .seen(key, rememberedSince())
        .map(
            before ->
                new CommitResult.Repeated(
                    before.messageId(), before.fingerprint().equals(key.fingerprint())));
  }

  private void insert(Statements statements, LedgerDraft draft) throws SQLException {
    var copies = row.copies();
    int deliveries = row.outgoing().map(each -> each.deliveries().size()).orElse(0);
    // A message takes a number even if nothing of it did.
    var first = draft.takeIds(Math.max(1, copies.size() + deliveries));
    statements.insertMessage(first, row, copies.size());
    for (int i = 0; i < copies.size(); i++) {
      var copy = copies.get(i);
      var mailbox = draft.book(copy.target().mailboxId(), copy.octets(), 1);
      statements.insertEntry(first + i, first, mailbox, copy);
    }
    if (row.reportOn().isPresent() && !copies.isEmpty()) {
      statements.records().insertReport(first, row.reportOn().get());
    }
    if (row.idempotency().isPresent()) {
      statements
          .records()
          .remember(
              row.idempotency().get(), row.messageId(), row.receivedAt(), rememberedSince(), draft);
    }
    if (row.outgoing().isPresent()) {
      enqueue(statements, draft, row.outgoing().get(), first);
    }
    row.counted().forEach(each -> draft.counted().add(each, row.receivedAt()));
  }

  private void enqueue(Statements statements, LedgerDraft draft, OutgoingRow outgoing, long message)
      throws SQLException {
    var first = message + row.copies().size();
    var originator =
        new Originator(outgoing.domain(), row.submitter().map(Submitter::login).orElse(""));
    statements.outgoing().insert(message, first, row, outgoing);
    for (int i = 0; i < outgoing.deliveries().size(); i++) {
      var delivery = outgoing.deliveries().get(i);
      var part = new LanePart(delivery.lane(), originator);
      long due = outgoing.dueAt() + delivery.later().toMillis();
      var times = new OutgoingStatements.Times(due, row.receivedAt(), outgoing.passesWarmUp());
      statements.outgoing().insert(first + i, message, delivery, part, times);
      draft.queue().change(QueueDraft.Kind.NEW, first + i, part, due, true);
    }
    int deliveries = outgoing.deliveries().size();
    draft.queue().countQueued(deliveries);
    draft.queue().countWaiting(originator, deliveries);
    row.share().ifPresent(id -> draft.waits(id, outgoing.octets(), deliveries));
  }

  private List<Mailbox> full(LedgerDraft draft) {
    var copies = row.copies();
    if (copies.size() == 1) {
      var copy = copies.getFirst();
      return hasRoom(draft, copy.target(), new MailboxUsage(copy.octets(), 1))
          ? List.of()
          : List.of(copy.target().address());
    }
    // A mailbox may be named twice, and must then have room for both.
    Map<String, MailboxUsage> wanted = new HashMap<>();
    copies.forEach(
        copy ->
            wanted.merge(
                copy.target().mailboxId(),
                new MailboxUsage(copy.octets(), 1),
                (one, other) -> new MailboxUsage(one.octets() + other.octets(), 2)));
    return copies.stream()
        .map(MessageRow.Copy::target)
        .filter(target -> !hasRoom(draft, target, wanted.get(target.mailboxId())))
        .map(Target::address)
        .toList();
  }

  private boolean hasRoom(LedgerDraft draft, Target target, MailboxUsage more) {
    var beyond =
        new MailboxUsage(
            more.octets() - overdraft.octets(), more.messages() - overdraft.messages());
    return draft.hasRoom(target.mailboxId(), target.quota(), beyond);
  }
}
