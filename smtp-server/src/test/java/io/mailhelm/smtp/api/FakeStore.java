package io.mailhelm.smtp.api;

import io.mailhelm.config.Quota;
import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryPage;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.MailboxOwners;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.mailhelm.smtp.store.PolicyOutcomes;
import io.mailhelm.smtp.store.RecipientCounts;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreIdentity;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.StoreStatus;
import io.mailhelm.smtp.store.Suppressions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Entries in memory, put there by a test; nothing is received. What is on its way out is in a real
 * store.
 */
public final class FakeStore implements MailStore {
  private static final Instant FIRST = Instant.parse("2026-11-23T08:00:00Z");

  private final Map<Long, Kept> entries =
      new ConcurrentSkipListMap<>(Comparator.<Long>reverseOrder());
  private final Map<String, IOException> unreadable = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final MailStore sending;
  private volatile boolean accepting = true;
  private volatile boolean acceptingLarge = true;

  /**
   * @param sending whose queue, suppressions and reports this store has
   */
  public FakeStore(MailStore sending) {
    this.sending = sending;
  }

  /** Where a test puts what is to be sent. */
  public MailStore sending() {
    return sending;
  }

  private record Kept(MailboxEntry entry, byte[] message) {}

  /** Puts a message into a mailbox; each is a minute younger than the one before. */
  public EntryId put(String mailboxId, boolean captured, Summary summary, String message) {
    var id = new EntryId(ids.incrementAndGet());
    var octets = message.getBytes(StandardCharsets.UTF_8);
    var entry =
        new MailboxEntry(
            id,
            "MSG" + id,
            mailboxId,
            mailboxId,
            FIRST.plusSeconds(60 * id.value()),
            "bounce@example.test",
            Optional.empty(),
            summary,
            octets.length,
            captured,
            false);
    entries.put(id.value(), new Kept(entry, octets));
    return id;
  }

  /** Whether the store says that it takes mail. */
  public void accepting(boolean now) {
    accepting = now;
  }

  /** Whether the store says that it takes large mail too. */
  public void acceptingLarge(boolean now) {
    acceptingLarge = now;
  }

  /** Forgets everything. */
  public void clear() {
    entries.clear();
    unreadable.clear();
  }

  /** From now on this is why the entry cannot be opened. */
  public void lose(String id, IOException why) {
    unreadable.put(id, why);
  }

  @Override
  public StoreReads reads(Requester requester) {
    return new FakeReads(this, sending.reads(requester), requester);
  }

  @Override
  public EntryPage list(EntryQuery query) {
    var matching =
        entries.values().stream().map(Kept::entry).filter(e -> matches(e, query)).toList();
    var rest =
        matching.stream()
            .filter(e -> query.after().map(a -> e.id().value() < a.value()).orElse(true))
            .toList();
    var page = rest.stream().limit(query.limit()).toList();
    return new EntryPage(
        page,
        matching.size(),
        rest.size() > page.size() ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private static boolean matches(MailboxEntry e, EntryQuery q) {
    return q.mailboxId().map(e.mailboxId()::equals).orElse(true)
        && part(q.from(), e.summary().from())
        && part(q.to(), String.join(", ", e.summary().to()))
        && part(q.subject(), e.summary().subject())
        && q.since().map(s -> !e.receivedAt().isBefore(s)).orElse(true)
        && !(q.unreadOnly() && e.read())
        && q.captured().map(c -> c == e.captured()).orElse(true)
        && q.messageId().map(e.messageId()::equals).orElse(true);
  }

  private static boolean part(Optional<String> wanted, String field) {
    return wanted
        .map(w -> field.toLowerCase(Locale.ROOT).contains(w.toLowerCase(Locale.ROOT)))
        .orElse(true);
  }

  @Override
  public Optional<MailboxEntry> find(EntryId id) {
    return Optional.ofNullable(entries.get(id.value())).map(Kept::entry);
  }

  @Override
  public Optional<InputStream> open(EntryId id) throws IOException {
    var lost = unreadable.get(id.toString());
    if (lost != null) {
      throw lost;
    }
    return Optional.ofNullable(entries.get(id.value()))
        .map(kept -> new ByteArrayInputStream(kept.message()));
  }

  @Override
  public boolean markRead(EntryId id, boolean read) {
    return entries.computeIfPresent(id.value(), (key, kept) -> marked(kept, read)) != null;
  }

  private static Kept marked(Kept kept, boolean read) {
    var e = kept.entry();
    return new Kept(
        new MailboxEntry(
            e.id(),
            e.messageId(),
            e.mailboxId(),
            e.address(),
            e.receivedAt(),
            e.reversePath(),
            e.user(),
            e.summary(),
            e.size(),
            e.captured(),
            read),
        kept.message());
  }

  @Override
  public long delete(Optional<String> mailboxId, Optional<EntryId> id) {
    var before = entries.size();
    entries
        .values()
        .removeIf(
            kept ->
                mailboxId.map(kept.entry().mailboxId()::equals).orElse(true)
                    && id.map(kept.entry().id()::equals).orElse(true));
    return before - entries.size();
  }

  @Override
  public void deleteMailbox(String mailboxId) {
    delete(Optional.of(mailboxId), Optional.empty());
    sending.deleteMailbox(mailboxId);
  }

  @Override
  public MailboxUsage usage(String mailboxId) {
    List<MailboxEntry> own =
        entries.values().stream()
            .map(Kept::entry)
            .filter(e -> e.mailboxId().equals(mailboxId))
            .toList();
    return new MailboxUsage(own.stream().mapToLong(MailboxEntry::size).sum(), own.size());
  }

  @Override
  public MailQueue queue() {
    return sending.queue();
  }

  @Override
  public StoreIdentity identity() {
    return sending.identity();
  }

  @Override
  public MailboxOwners owners() {
    return sending.owners();
  }

  @Override
  public Suppressions suppressions() {
    return sending.suppressions();
  }

  @Override
  public SendReports reports() {
    return sending.reports();
  }

  @Override
  public PolicyOutcomes outcomes() {
    return sending.outcomes();
  }

  @Override
  public RecipientCounts recipientCounts() {
    return sending.recipientCounts();
  }

  @Override
  public byte[] secret(String name) {
    return sending.secret(name);
  }

  @Override
  public void forget(Retention retention, Instant now) throws IOException {
    sending.forget(retention, now);
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus(accepting, accepting && acceptingLarge, entries.size(), 4_096, 0, 0);
  }

  @Override
  public BodyWriter newBody() {
    throw new UnsupportedOperationException("nothing is received here");
  }

  @Override
  public CommitResult commit(NewMessage message) {
    return new CommitResult.Failed("nothing is received here");
  }

  @Override
  public boolean hasRoom(String mailboxId, Quota quota, long size) {
    return true;
  }

  @Override
  public void close() {}
}
