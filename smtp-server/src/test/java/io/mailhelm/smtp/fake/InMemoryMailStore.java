package io.mailhelm.smtp.fake;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.Entry;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryPage;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreStatus;
import io.mailhelm.smtp.store.Suppressions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** A store that forgets everything when it goes. Thread-safe. */
public final class InMemoryMailStore implements MailStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Long, Kept> kept = new TreeMap<>();
  private Optional<CommitResult> failing = Optional.empty();
  private boolean full;
  private boolean outOfMemory;
  private long next = 1;
  private long openBodies;

  /** An entry with its message and the target it came by. */
  public record Kept(Entry entry, Target target, NewMessage message, byte[] octets) {
    /** The stored message, trace fields included. */
    public String text() {
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  /** From now on every commit gives this. */
  public void failWith(CommitResult result) {
    locked(() -> failing = Optional.of(result));
  }

  /** From now on commits are kept again. */
  public void recover() {
    locked(() -> failing = Optional.empty());
  }

  /** From now on every body refuses what is written to it. */
  public void fillDisk(boolean isFull) {
    locked(() -> full = isFull);
  }

  /** From now on there is no memory for what is written to a body. */
  public void fillMemory(boolean isFull) {
    locked(() -> outOfMemory = isFull);
  }

  /** What is kept, oldest first. */
  public List<Kept> kept() {
    lock.lock();
    try {
      return List.copyOf(kept.values());
    } finally {
      lock.unlock();
    }
  }

  /** Bodies that were opened and neither committed nor closed. */
  public long openBodies() {
    lock.lock();
    try {
      return openBodies;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public BodyWriter newBody() {
    locked(() -> openBodies++);
    return new Body();
  }

  @Override
  public CommitResult commit(NewMessage message) {
    lock.lock();
    try {
      message.body().close();
      if (failing.isPresent()) {
        return failing.get();
      }
      var octets = new ByteArrayOutputStream();
      octets.writeBytes(message.trace());
      octets.writeBytes(((Body) message.body()).octets.toByteArray());
      var crowded =
          message.targets().stream()
              .filter(target -> !hasRoom(target.mailboxId(), target.quota(), octets.size()))
              .map(Target::address)
              .toList();
      if (!crowded.isEmpty()) {
        return new CommitResult.MailboxFull(crowded);
      }
      message.targets().forEach(target -> keep(message, target, octets.toByteArray()));
      return new CommitResult.Stored();
    } finally {
      lock.unlock();
    }
  }

  private void keep(NewMessage message, Target target, byte[] octets) {
    var id = new EntryId(next++);
    var entry =
        new Entry(
            id,
            message.id(),
            target.mailboxId(),
            target.address().toString(),
            message.receivedAt(),
            message.reversePath(),
            message.user(),
            message.summary(),
            octets.length,
            target.captured(),
            false);
    kept.put(id.value(), new Kept(entry, target, message, octets));
  }

  @Override
  public boolean hasRoom(String mailboxId, Quota quota, long size) {
    var usage = usage(mailboxId);
    return usage.messages() < quota.messages() && usage.octets() + size <= quota.storage();
  }

  @Override
  public EntryPage list(EntryQuery query) {
    lock.lock();
    try {
      var all =
          kept.descendingMap().values().stream()
              .map(Kept::entry)
              .filter(entry -> matches(query, entry))
              .toList();
      var rest =
          all.stream()
              .filter(e -> query.after().map(after -> e.id().value() < after.value()).orElse(true))
              .toList();
      var page = rest.subList(0, Math.min(query.limit(), rest.size()));
      return new EntryPage(
          page,
          all.size(),
          page.size() < rest.size() ? Optional.of(page.getLast().id()) : Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private static boolean matches(EntryQuery query, Entry entry) {
    return query.mailboxId().map(entry.mailboxId()::equals).orElse(true)
        && contains(query.from(), List.of(entry.summary().from()))
        && contains(query.to(), entry.summary().to())
        && contains(query.subject(), List.of(entry.summary().subject()))
        && query.since().map(since -> !entry.receivedAt().isBefore(since)).orElse(true)
        && !(query.unreadOnly() && entry.read())
        && query.captured().map(captured -> captured == entry.captured()).orElse(true);
  }

  private static boolean contains(Optional<String> part, Collection<String> fields) {
    return part.map(text -> text.toLowerCase(Locale.ROOT))
        .map(low -> fields.stream().anyMatch(f -> f.toLowerCase(Locale.ROOT).contains(low)))
        .orElse(true);
  }

  @Override
  public Optional<Entry> find(EntryId id) {
    return get(id).map(Kept::entry);
  }

  @Override
  public Optional<InputStream> open(EntryId id) {
    return get(id).map(found -> new ByteArrayInputStream(found.octets()));
  }

  private Optional<Kept> get(EntryId id) {
    lock.lock();
    try {
      return Optional.ofNullable(kept.get(id.value()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean markRead(EntryId id, boolean read) {
    lock.lock();
    try {
      return kept.computeIfPresent(id.value(), (key, found) -> marked(found, read)) != null;
    } finally {
      lock.unlock();
    }
  }

  private static Kept marked(Kept found, boolean read) {
    var e = found.entry();
    var entry =
        new Entry(
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
            read);
    return new Kept(entry, found.target(), found.message(), found.octets());
  }

  @Override
  public long delete(Optional<String> mailboxId, Optional<EntryId> id) {
    lock.lock();
    try {
      var gone = new ArrayList<Long>();
      kept.forEach(
          (key, found) -> {
            if (mailboxId.map(found.entry().mailboxId()::equals).orElse(true)
                && id.map(found.entry().id()::equals).orElse(true)) {
              gone.add(key);
            }
          });
      gone.forEach(kept::remove);
      return gone.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void deleteMailbox(String mailboxId) {
    delete(Optional.of(mailboxId), Optional.empty());
  }

  @Override
  public MailboxUsage usage(String mailboxId) {
    lock.lock();
    try {
      var own =
          kept.values().stream().filter(k -> k.entry().mailboxId().equals(mailboxId)).toList();
      return new MailboxUsage(own.stream().mapToLong(k -> k.octets().length).sum(), own.size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public MailQueue queue() {
    throw new UnsupportedOperationException("not in this store");
  }

  @Override
  public Suppressions suppressions() {
    throw new UnsupportedOperationException("not in this store");
  }

  @Override
  public SendReports reports() {
    throw new UnsupportedOperationException("not in this store");
  }

  @Override
  public byte[] secret(String name) {
    return new byte[32];
  }

  @Override
  public StoreStatus status() {
    lock.lock();
    try {
      var messages = kept.values().stream().map(k -> k.entry().messageId()).distinct().count();
      return new StoreStatus(
          failing.isEmpty(),
          messages,
          kept.values().stream().mapToLong(k -> k.octets().length).sum());
    } finally {
      lock.unlock();
    }
  }

  /** The addresses that have mail. */
  public List<Mailbox> addresses() {
    return kept().stream().map(found -> found.target().address()).distinct().toList();
  }

  @Override
  public void close() {}

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private final class Body implements BodyWriter {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (outOfMemory) {
        throw new OutOfMemoryError("a test's");
      }
      if (full) {
        throw new IOException("No space left on device");
      }
      octets.write(buffer, offset, length);
    }

    @Override
    public long size() {
      return octets.size();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        locked(() -> openBodies--);
      }
    }
  }
}
