package io.mailhelm.smtp.fake;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Retention;
import io.mailhelm.config.StorageLimits;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.CurrentMailboxes;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.MailboxOwners;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.PolicyOutcomes;
import io.mailhelm.smtp.store.RecipientCounts;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreIdentity;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.StoreStatus;
import io.mailhelm.smtp.store.Suppressions;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The real store in a folder of its own that goes with it. It notes what is committed, and fails
 * when a test says so. Thread-safe.
 */
public final class WatchedStore implements MailStore {
  private final Path folder;
  private final MailStore store;
  private final WatchedQueue queue;
  private final Map<String, NewMessage> noted = new ConcurrentHashMap<>();
  private final AtomicLong openBodies = new AtomicLong();
  private volatile Optional<CommitResult> failing = Optional.empty();
  private volatile CurrentMailboxes mailboxes = CurrentMailboxes.ALL;
  private volatile Supplier<StorageLimits> bounds = () -> StorageLimits.DEFAULT;
  private volatile Runnable beforeWriting = () -> {};
  private volatile Runnable beforeOpening = () -> {};
  private volatile boolean full;
  private volatile boolean outOfMemory;
  private volatile boolean unreadable;
  private volatile boolean faulty;
  private final Map<EntryId, IOException> unreadableEntries = new ConcurrentHashMap<>();
  private final AtomicLong forgets = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private final AtomicLong bodiesWithRoom = new AtomicLong(Long.MAX_VALUE);

  public WatchedStore() {
    try {
      folder = Files.createTempDirectory("mail");
      store =
          SqliteMailStore.open(
              folder.resolve("mail"),
              StoreContext.ALONE
                  .with((CurrentMailboxes) target -> mailboxes.has(target))
                  .with(() -> bounds.get(), () -> Retention.DEFAULT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    queue = new WatchedQueue(store.queue(), this::inner);
  }

  /** An entry with the message as it was committed, and the target it came by. */
  public record Kept(MailboxEntry entry, Target target, NewMessage message, byte[] octets) {
    /** The stored message, trace fields included. */
    public String text() {
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  /** From now on every commit gives this. */
  public void failWith(CommitResult result) {
    failing = Optional.of(result);
  }

  /** From now on commits ask these whether their mailboxes are there. */
  public void mailboxes(CurrentMailboxes current) {
    mailboxes = current;
  }

  /** From now on these are its bounds. */
  public void bounds(Supplier<StorageLimits> current) {
    bounds = current;
  }

  /** From now on runs this when a message is judged and before it is committed. */
  public void beforeCommit(Runnable work) {
    beforeWriting = work;
  }

  /** From now on commits are kept again. */
  public void recover() {
    failing = Optional.empty();
  }

  /** From now on every body refuses what is written to it. */
  public void fillDisk(boolean isFull) {
    full = isFull;
  }

  /** There is room for so many bodies more, and none for those after them. */
  public void fillDiskAfter(long bodies) {
    bodiesWithRoom.set(bodies);
  }

  /** From now on whoever begins a body meets a fault of ours, or does no more. */
  public void failBodies(boolean now) {
    faulty = now;
  }

  /** From now on no message in a mailbox can be read, or can again. */
  public void failReading(boolean now) {
    unreadable = now;
  }

  /** From now on that message cannot be read, for this reason. */
  public void failReading(EntryId id, IOException why) {
    unreadableEntries.put(id, why);
  }

  /** From now on that message can be read again. */
  public void recover(EntryId id) {
    unreadableEntries.remove(id);
  }

  /** From now on runs this before a message in a mailbox is opened. */
  public void beforeReading(Runnable work) {
    beforeOpening = work;
  }

  /** How often it was told to forget what is over. */
  public long forgets() {
    return forgets.get();
  }

  /** How often it was asked for its status. */
  public long looks() {
    return looks.get();
  }

  /** From now on there is no memory for what is written to a body. */
  public void fillMemory(boolean isFull) {
    outOfMemory = isFull;
  }

  /** What is in mailboxes, oldest first. */
  public List<Kept> kept() {
    var entries = new ArrayList<MailboxEntry>();
    var after = Optional.<EntryId>empty();
    do {
      var page = store.list(everything(after));
      entries.addAll(page.entries());
      after = page.next();
    } while (after.isPresent());
    return entries.reversed().stream().map(this::kept).toList();
  }

  private static EntryQuery everything(Optional<EntryId> after) {
    return new EntryQuery(
        EntryQuery.MAX_LIMIT,
        after,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private Kept kept(MailboxEntry entry) {
    var message = noted.get(entry.messageId());
    var target =
        message.targets().stream()
            .filter(to -> to.mailboxId().equals(entry.mailboxId()))
            .filter(to -> to.captured() == entry.captured())
            .findFirst()
            .orElseThrow();
    try (var in = store.open(entry.id()).orElseThrow()) {
      return new Kept(entry, target, message, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The messages in one mailbox, oldest first. */
  public List<Kept> kept(String address) {
    return kept().stream()
        .filter(kept -> kept.target().address().equals(Mailbox.of(address)))
        .toList();
  }

  /** Bodies that were opened and neither committed nor closed. */
  public long openBodies() {
    return openBodies.get();
  }

  @Override
  public WatchedQueue queue() {
    return queue;
  }

  @Override
  public BodyWriter newBody() {
    if (faulty) {
      throw new IllegalStateException("a test's");
    }
    openBodies.incrementAndGet();
    return new Body(store.newBody());
  }

  @Override
  public CommitResult commit(NewMessage message) {
    try (var body = message.body()) {
      beforeWriting.run();
      return failing.orElseGet(() -> store.commit(inner(message)));
    }
  }

  /** Notes a message, and gives the store's own body back to it. */
  private NewMessage inner(NewMessage m) {
    noted.put(m.id(), m);
    return new NewMessage(
        m.id(),
        m.receivedAt(),
        m.reversePath(),
        m.user(),
        m.trace(),
        ((Body) m.body()).body,
        m.summary(),
        m.dsn(),
        m.targets(),
        m.outgoing(),
        m.idempotency(),
        m.reportOn(),
        m.counted());
  }

  @Override
  public boolean hasRoom(String mailboxId, Quota quota, long size) {
    return store.hasRoom(mailboxId, quota, size);
  }

  @Override
  public StoreReads reads(Requester requester) {
    return store.reads(requester);
  }

  @Override
  public Optional<InputStream> open(EntryId id) throws IOException {
    beforeOpening.run();
    if (unreadable) {
      throw new IOException("a test's");
    }
    var why = unreadableEntries.get(id);
    if (why != null) {
      throw why;
    }
    return store.open(id);
  }

  @Override
  public boolean markRead(EntryId id, boolean read) {
    return store.markRead(id, read);
  }

  @Override
  public long delete(Optional<String> mailboxId, Optional<EntryId> id) {
    return store.delete(mailboxId, id);
  }

  @Override
  public void deleteMailbox(String mailboxId) {
    store.deleteMailbox(mailboxId);
  }

  @Override
  public MailboxUsage usage(String mailboxId) {
    return store.usage(mailboxId);
  }

  @Override
  public StoreIdentity identity() {
    return store.identity();
  }

  @Override
  public MailboxOwners owners() {
    return store.owners();
  }

  @Override
  public Suppressions suppressions() {
    return store.suppressions();
  }

  @Override
  public SendReports reports() {
    return store.reports();
  }

  @Override
  public PolicyOutcomes outcomes() {
    return store.outcomes();
  }

  @Override
  public RecipientCounts recipientCounts() {
    return store.recipientCounts();
  }

  @Override
  public byte[] secret(String name) {
    return store.secret(name);
  }

  @Override
  public void forget(Retention retention, Instant now) throws IOException {
    forgets.incrementAndGet();
    store.forget(retention, now);
  }

  @Override
  public StoreStatus status() {
    looks.incrementAndGet();
    var status = store.status();
    var accepting = failing.isEmpty() && !full;
    return new StoreStatus(
        status.accepting() && accepting,
        status.acceptingLarge() && accepting,
        status.messages(),
        status.octets(),
        status.strayBodies(),
        status.missingBodies());
  }

  /** Closes the store and removes its folder. */
  @Override
  public void close() {
    store.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Body implements BodyWriter {
    private final BodyWriter body;
    private final boolean fits = bodiesWithRoom.getAndDecrement() > 0;
    private boolean closed;

    Body(BodyWriter body) {
      this.body = body;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (outOfMemory) {
        throw new OutOfMemoryError("a test's");
      }
      if (full || !fits) {
        throw new IOException("No space left on device");
      }
      body.write(buffer, offset, length);
    }

    @Override
    public InputStream open() throws IOException {
      return body.open();
    }

    @Override
    public long size() {
      return body.size();
    }

    @Override
    public void close() {
      body.close();
      if (!closed) {
        closed = true;
        openBodies.decrementAndGet();
      }
    }
  }
}
