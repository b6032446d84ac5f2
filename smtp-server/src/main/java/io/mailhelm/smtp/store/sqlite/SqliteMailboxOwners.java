package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import io.mailhelm.smtp.store.MailboxOwners;
import io.mailhelm.smtp.store.RetainedMailbox;
import io.mailhelm.smtp.store.RetainedMailboxes;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.sqlite.OpenMailboxes.Step;
import io.mailhelm.smtp.store.sqlite.OwnerStatements.Move;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Keeps the owners of mailboxes in the tables {@code owner} and {@code found_mailbox}. Each change
 * is of a bounded number of rows, so that mail under way does not wait for ten thousand users.
 *
 * <p>A mailbox that is taken up is moved twice: before the config of its new user runs, and, where
 * the config before it was its old user's, once more after, for what came between.
 */
final class SqliteMailboxOwners implements MailboxOwners {
  private static final int AT_ONCE = MoveMailboxes.AT_ONCE;

  private final Writer writer;
  private final ReaderThreads readers;
  private final StoreReads lists;
  private final ReentrantLock lock = new ReentrantLock();
  private final String start = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final AtomicLong changes = new AtomicLong();

  /** The config that was followed last, and its users by the ids of their mailboxes. */
  private Optional<Followed> followed = Optional.empty();

  /** Its mailboxes, for any thread. */
  private volatile Set<String> open = Set.of();

  /** Where the next look for what is empty begins. */
  private Optional<RetainedMailbox.Position> looked = Optional.empty();

  /** Whether something may be half-way. */
  private boolean moving = true;

  private record Followed(ServerConfig config, Map<String, User> users) {}

  SqliteMailboxOwners(Writer writer, ReaderThreads readers, StoreReads lists) {
    this.writer = writer;
    this.readers = readers;
    this.lists = lists;
  }

  @Override
  public String revision() {
    return start + "-" + changes.get();
  }

  /** Something was removed from a mailbox, or from any. */
  void emptied(Optional<String> mailboxId) {
    if (mailboxId.filter(open::contains).isEmpty()) {
      changes.incrementAndGet();
    }
  }

  @Override
  public void prepare(ServerConfig next, Instant now) {
    lock.lock();
    try {
      follow(next, now);
      move();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void complete(ServerConfig current, Instant now) {
    lock.lock();
    try {
      follow(current, now);
      if (moving) {
        finish(moveAll());
        moving = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets some of those that are closed and in which nothing is left. */
  void forgetEmpty(Instant now) {
    lock.lock();
    try {
      var page =
          lists.retained(
              new RetainedMailboxes.RetainedQuery(
                  Optional.empty(), Optional.empty(), looked, AT_ONCE));
      var empty =
          page.mailboxes().stream()
              .filter(mailbox -> mailbox.usage().messages() == 0)
              .map(RetainedMailbox::id)
              .toList();
      if (!empty.isEmpty()) {
        close(empty, Optional.empty(), now);
      }
      looked = page.more() ? Optional.of(page.mailboxes().getLast().position()) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void follow(ServerConfig config, Instant now) {
    if (followed.filter(last -> last.config() == config).isPresent()) {
      return;
    }
    var users = new HashMap<String, User>();
    config.users().forEach(user -> users.put(user.mailboxId(), user));
    var removed =
        config.tombstones().stream().map(Tombstone::mailboxId).collect(Collectors.toSet());
    var before = followed;
    followed = Optional.empty(); // until it is done
    move(); // or what is half-way to a mailbox that closes now would not go on with it
    if (before.isPresent()) {
      var last = before.get().users();
      close(leftOut(last.keySet(), users, removed), Optional.empty(), now);
      open(changed(users, last), removed, Step.ALL);
    } else if (!begin(users, removed, now)) {
      return;
    }
    followed = Optional.of(new Followed(config, users));
    open = Set.copyOf(users.keySet());
  }

  /**
   * Goes by what is written down, after a start.
   *
   * @return whether there is nothing more to be found out: the namespace of what an earlier version
   *     left is that of the first user
   */
  private boolean begin(Map<String, User> users, Set<String> removed, Instant now) {
    var known = readers.ask(OwnerReader::open);
    var named = new HashSet<String>();
    known.values().stream()
        .filter(owner -> !owner.namespace().isEmpty())
        .forEach(owner -> named.add(owner.mailboxId()));
    close(leftOut(named, users, removed), Optional.empty(), now);
    if (named.size() == known.size()) {
      open(unlike(users, known), removed, Step.ALL);
      return true;
    }
    if (users.isEmpty()) {
      return false;
    }
    var all = List.copyOf(users.values());
    open(all, removed, Step.WRITE_DOWN);
    closeUnknown(all.getFirst().resource().namespace(), now);
    open(all, removed, Step.LOOK);
    return true;
  }

  private static List<String> leftOut(
      Set<String> mailboxIds, Map<String, User> users, Set<String> removed) {
    return mailboxIds.stream()
        .filter(id -> !users.containsKey(id) && !removed.contains(id))
        .sorted()
        .toList();
  }

  private static List<User> changed(Map<String, User> users, Map<String, User> last) {
    return users.values().stream()
        .filter(
            user ->
                Optional.ofNullable(last.get(user.mailboxId()))
                    .filter(before -> OwnerRow.of(before).equals(OwnerRow.of(user)))
                    .filter(before -> before.adopt() == user.adopt())
                    .isEmpty())
        .toList();
  }

  private static List<User> unlike(Map<String, User> users, Map<String, OwnerRow> known) {
    return users.values().stream()
        .filter(
            user ->
                user.adopt() == Adopt.Always
                    || !OwnerRow.of(user).equals(known.get(user.mailboxId())))
        .toList();
  }

  private void close(List<String> mailboxIds, Optional<String> namespace, Instant now) {
    for (int i = 0; i < mailboxIds.size(); i += AT_ONCE) {
      var some = mailboxIds.subList(i, Math.min(i + AT_ONCE, mailboxIds.size()));
      write("close mailboxes", new CloseMailboxes(some, namespace, now.toEpochMilli()));
    }
  }

  private void open(List<User> users, Set<String> removed, Step step) {
    for (int i = 0; i < users.size(); i += AT_ONCE) {
      var some = users.subList(i, Math.min(i + AT_ONCE, users.size()));
      moving |= write("open mailboxes", new OpenMailboxes(some, removed, step));
    }
  }

  /** What an earlier version left: of the users of that time all are known by now. */
  private void closeUnknown(String namespace, Instant now) {
    List<String> ids;
    do {
      ids =
          writer.change(
              "look for mailboxes", (statements, _) -> statements.owners().unknown(AT_ONCE));
      close(ids, Optional.of(namespace), now);
    } while (ids.size() == AT_ONCE);
  }

  private void move() {
    if (moving) {
      move(moves());
    }
  }

  /** Until nothing moves any more: what came to one that went on goes on too. */
  private List<Move> moveAll() {
    var moves = moves();
    while (move(moves)) {
      // once more
    }
    return moves;
  }

  private List<Move> moves() {
    return writer.change("look for mailboxes", (statements, _) -> statements.owners().moving());
  }

  /** Returns whether anything was moved. */
  private boolean move(List<Move> moves) {
    var any = false;
    var left = moves;
    while (!left.isEmpty()) {
      var some = List.copyOf(left.subList(0, Math.min(AT_ONCE, left.size())));
      var moved = write("move mail", new MoveMailboxes(some));
      any |= moved.any();
      left = left.subList(moved.done(), left.size());
    }
    return any;
  }

  private void finish(List<Move> moves) {
    for (int i = 0; i < moves.size(); i += AT_ONCE) {
      var some = new ArrayList<>(moves.subList(i, Math.min(i + AT_ONCE, moves.size())));
      write(
          "finish moving mail",
          (statements, _) -> {
            for (var move : some) {
              statements.owners().taken(move);
            }
            return true;
          });
    }
  }

  private <R> R write(String what, WriterTask<R> work) {
    var result = writer.change(what, work);
    changes.incrementAndGet();
    return result;
  }
}
