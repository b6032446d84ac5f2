package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Quota;
import io.mailhelm.config.Retention;
import io.mailhelm.smtp.store.BodyWriter;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.MailboxOwners;
import io.mailhelm.smtp.store.NewMessage;
import io.mailhelm.smtp.store.PolicyOutcomes;
import io.mailhelm.smtp.store.PrivateFolder;
import io.mailhelm.smtp.store.RecipientCounts;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.StoreIdentity;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.StoreStatus;
import io.mailhelm.smtp.store.Suppressions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Keeps mailboxes in one folder, for one process at a time: a SQLite database (write-ahead log,
 * flushed at every commit) and a file for every body beyond 64 KiB. Any thread may call it; see
 * {@link Writer} and {@link ReaderThreads} for those that do the work.
 */
public final class SqliteMailStore implements MailStore {
  /**
   * The file in the store's folder that lets it begin with an empty database beside the mail of
   * another, once.
   */
  public static final String ACCEPT_MISSING_DATABASE = StoreFolder.ACCEPTANCE;

  private final StoreContext context;
  private final StoreFolder folder;
  private final String id;
  private final BodyFolder bodies;
  private final StrayBodies strays;
  private final DiskSpace room;
  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final Writer writer;
  private final ReaderThreads readers;
  private final ReaderThreads listers;
  private final DeliveryReader deliveries;
  private final OwnerReader ownerReader;
  private final SqliteMailboxOwners owners;
  private final AfterCommit afterCommit;
  private final BodyCommits commits;
  private final MailQueue queue;
  private final Suppressions suppressions;
  private final SendReports reports;
  private final PolicyOutcomes outcomes;
  private final RecipientCounts counts;
  private final StoreSecrets secrets;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteMailStore(
      StoreContext context,
      StoreFolder folder,
      String id,
      BodyFolder bodies,
      StrayBodies strays,
      DiskSpace room,
      Ledger ledger,
      Backlog backlog,
      Checkpoints checkpoints,
      Writer writer,
      ReaderThreads readers,
      ReaderThreads listers) {
    this.context = context;
    this.folder = folder;
    this.id = id;
    this.bodies = bodies;
    this.strays = strays;
    this.room = room;
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.readers = readers;
    this.listers = listers;
    this.deliveries = new DeliveryReader(backlog);
    this.ownerReader = new OwnerReader(ledger);
    this.afterCommit = new AfterCommit(context);
    this.commits = new BodyCommits(writer, bodies);
    var lists = reads(Requester.SERVER);
    this.owners = new SqliteMailboxOwners(writer, readers, lists);
    this.queue =
        new SqliteMailQueue(
            context, room, ledger, backlog, writer, readers, lists, bodies, commits, deliveries);
    this.suppressions = new SqliteSuppressions(writer, readers, lists);
    this.reports = new SqliteSendReports(writer, readers, lists);
    this.outcomes = new SqlitePolicyOutcomes(writer, readers);
    this.counts = new SqliteRecipientCounts(writer, readers);
    this.secrets = new StoreSecrets(writer);
  }

  /**
   * Opens the store in a folder, making it where there is none, and recovers what a crash left.
   *
   * @param context what it is given by the server
   * @throws IOException with a sentence for the operator: in use, written by a newer version, not
   *     writable, damaged, too small a volume, mail beside a database that it does not belong to,
   *     or not the mail that the context expects (VolumeRefusedException)
   */
  public static SqliteMailStore open(Path folder, StoreContext context) throws IOException {
    PrivateFolder.ensure(folder);
    LongSupplier reserve = () -> context.limits().get().reserve();
    DiskSpace.requireVolume(
        folder, Files.getFileStore(folder).getTotalSpace(), reserve.getAsLong());
    return open(folder, context, DatabaseSettings.DEFAULT, DiskSpace.on(folder, reserve));
  }

  static SqliteMailStore open(
      Path path, StoreContext context, DatabaseSettings settings, DiskSpace room)
      throws IOException {
    var folder = StoreFolder.open(path);
    try {
      var identity = new DatabaseIdentity(folder, context.expected());
      identity.requireDatabase();
      folder.makeDatabase();
      var connections = new DatabaseConnections(folder.database(), settings);
      StoreSchema.bring(connections);
      if (!new IncrementalVacuum(folder, connections, room).ensure()) {
        context.events().cannotShrink(folder.database(), folder.databaseOctets());
      }
      var maintenance = connections.maintenance();
      var strays = StrayBodies.in(folder.stray());
      var bodies = new BodyFolder(folder.bodies(), strays, room);
      var id = recover(context, identity, maintenance, bodies, strays);
      var ledger = Ledger.load(maintenance);
      var backlog = Backlog.load(maintenance, settings.mostNamed());
      var checkpoints = new Checkpoints(maintenance, room);
      var readers = ReaderThreads.ofMail(connections);
      var listers = ReaderThreads.ofLists(connections);
      var writer = new Writer(context, connections, ledger, backlog, checkpoints);
      return new SqliteMailStore(
          context,
          folder,
          id,
          bodies,
          strays,
          room,
          ledger,
          backlog,
          checkpoints,
          writer,
          readers,
          listers);
    } catch (SQLException | RuntimeException e) {
      folder.close();
      throw new IOException(
          "cannot open the mailboxes in %s: %s".formatted(path.toAbsolutePath(), e.getMessage()),
          e);
    } catch (IOException e) {
      folder.close();
      throw e;
    }
  }

  /** Returns the id of the database. */
  private static String recover(
      StoreContext context,
      DatabaseIdentity identity,
      Connection maintenance,
      BodyFolder bodies,
      StrayBodies strays)
      throws SQLException, IOException {
    try {
      var accepted = identity.isAccepted(); // before it is confirmed, which is once
      var id = identity.confirm(maintenance);
      var recovered = bodies.recover(maintenance, Instant.now(), accepted);
      var aside = strays.folder().toAbsolutePath();
      if (recovered.moved() > 0) {
        context.events().strayBodies(recovered.moved(), aside);
      }
      if (recovered.missing() > 0) {
        context.events().bodiesMissing(recovered.missing(), recovered.named(), bodies.folder());
      }
      if (recovered.returned() > 0) {
        context.events().bodiesReturned(recovered.returned(), aside);
      }
      return id;
    } catch (SQLException | IOException | RuntimeException e) {
      maintenance.close();
      throw e;
    }
  }

  @Override
  public BodyWriter newBody() {
    return new StoredBody(bodies);
  }

  @Override
  public CommitResult commit(NewMessage message) {
    try (var _ = message.body()) {
      var prepared = PreparedMessage.of(message);
      if (room.isScarce()) {
        throw new NoDiskSpaceException(room.reserve());
      }
      var insert = new InsertMessage(prepared.row(), InsertMessage.NO_OVERDRAFT, context);
      return commits.write(
          List.of(prepared),
          insert,
          insert.octets(),
          (result, _) -> result instanceof CommitResult.Stored);
    } catch (SQLException e) {
      return DiskFull.is(e) ? new CommitResult.NoSpace() : failed(e);
    } catch (NoDiskSpaceException _) {
      return new CommitResult.NoSpace();
    } catch (IOException e) {
      writer.writeFailed();
      return bodies.isFullDisk(e) ? new CommitResult.NoSpace() : failed(e);
    } catch (StoreClosedException e) {
      return failed(e);
    }
  }

  private static CommitResult failed(Exception e) {
    return new CommitResult.Failed(String.valueOf(e.getMessage()));
  }

  @Override
  public boolean hasRoom(String mailboxId, Quota quota, long size) {
    return LedgerDraft.hasRoom(ledger.usage(mailboxId), quota, new MailboxUsage(size, 1));
  }

  @Override
  public StoreReads reads(Requester requester) {
    return new SqliteReads(listers, requester, bodies, deliveries, ownerReader);
  }

  /** A report's message: mail that comes in does not wait for lists. */
  @Override
  public Optional<InputStream> open(EntryId id) throws IOException {
    return new SqliteReads(readers, Requester.SERVER, bodies, deliveries, ownerReader).open(id);
  }

  @Override
  public boolean markRead(EntryId id, boolean read) {
    return writer.change("mark an entry", (statements, _) -> statements.markRead(id.value(), read));
  }

  @Override
  public long delete(Optional<String> mailboxId, Optional<EntryId> id) {
    var entry = id.map(each -> OptionalLong.of(each.value())).orElse(OptionalLong.empty());
    return delete(new DeletionQuery(mailboxId, entry, ledger.totals().lastEntry()));
  }

  private long delete(DeletionQuery doom) {
    var gone = 0L;
    DeleteEntries.Deleted deleted;
    do {
      deleted = writer.change("delete", new DeleteEntries(doom));
      var freed = deleted.freed();
      afterCommit.may("removing files", () -> bodies.remove(freed));
      gone += deleted.entries();
    } while (!deleted.all());
    if (gone > 0) {
      owners.emptied(doom.mailboxId());
    }
    return gone;
  }

  @Override
  public void deleteMailbox(String mailboxId) {
    boolean gone;
    do {
      delete(Optional.of(mailboxId), Optional.empty());
      // Asked of the writer, after whatever it was committing: only then is what it has all there
      // is.
      gone =
          writer.change(
              "delete a mailbox", (statements, draft) -> remove(mailboxId, statements, draft));
    } while (!gone);
    owners.emptied(Optional.of(mailboxId));
  }

  private static boolean remove(String mailboxId, Statements statements, LedgerDraft draft)
      throws SQLException {
    var isEmpty = draft.removeIfEmpty(mailboxId);
    if (isEmpty) {
      statements.disown(mailboxId);
      draft.keepsKeys(mailboxId, -draft.keys(mailboxId));
    }
    return isEmpty;
  }

  @Override
  public MailboxUsage usage(String mailboxId) {
    return ledger.usage(mailboxId);
  }

  @Override
  public StoreIdentity identity() {
    return new StoreIdentity(id, ledger.totals().lastEntry() > 0);
  }

  @Override
  public MailboxOwners owners() {
    return owners;
  }

  @Override
  public MailQueue queue() {
    return queue;
  }

  @Override
  public Suppressions suppressions() {
    return suppressions;
  }

  @Override
  public SendReports reports() {
    return reports;
  }

  @Override
  public PolicyOutcomes outcomes() {
    return outcomes;
  }

  @Override
  public RecipientCounts recipientCounts() {
    return counts;
  }

  @Override
  public byte[] secret(String name) {
    return secrets.get(name);
  }

  @Override
  public void forget(Retention retention, Instant now) throws IOException {
    new RowExpiry(writer, retention, now).run();
    owners.forgetEmpty(now);
    strays.forget(now.minus(retention.strayBodies()));
  }

  @Override
  public StoreStatus status() {
    var octets = folder.databaseOctets() + bodies.octets();
    var accepting = writer.accepting() && !room.isScarce();
    var large = accepting && !room.isScarceForFiles();
    return new StoreStatus(
        accepting, large, ledger.totals().messages(), octets, strays.count(), bodies.missing());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    writer.close();
    readers.close();
    listers.close();
    checkpoints.close();
    try {
      folder.close();
    } catch (IOException e) {
      throw new MailStoreException("the store did not close cleanly: " + e.getMessage(), e);
    }
  }
}
