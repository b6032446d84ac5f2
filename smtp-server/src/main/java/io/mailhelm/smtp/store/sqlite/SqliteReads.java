package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryPage;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryPage;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.RetainedMailbox;
import io.mailhelm.smtp.store.SendReports.Counts;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.Suppression;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads from the database for one requester, when it is its turn. */
final class SqliteReads implements StoreReads {
  private final ReaderThreads readers;
  private final Requester requester;
  private final BodyFolder bodies;
  private final DeliveryReader deliveries;
  private final OwnerReader owners;

  SqliteReads(
      ReaderThreads readers,
      Requester requester,
      BodyFolder bodies,
      DeliveryReader deliveries,
      OwnerReader owners) {
    this.readers = readers;
    this.requester = requester;
    this.bodies = bodies;
    this.deliveries = deliveries;
    this.owners = owners;
  }

  private <R> R ask(ReaderThreads.Read<R> read) {
    return readers.ask(requester, read);
  }

  @Override
  public EntryPage list(EntryQuery query) {
    return ask(connection -> EntryReader.list(connection, query, requester));
  }

  @Override
  public Optional<MailboxEntry> find(EntryId id) {
    return ask(connection -> EntryReader.find(connection, id, requester));
  }

  @Override
  public Optional<InputStream> open(EntryId id) throws IOException {
    var content = readers.read(requester, connection -> EntryReader.content(connection, id));
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(bodies.open(content.get()));
    } catch (IOException e) {
      // Deleted since its row was read: then there is no such entry. Else a file is missing.
      if (find(id).isEmpty()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public DeliveryPage list(DeliveryQuery query) {
    return ask(connection -> deliveries.list(connection, query, requester));
  }

  @Override
  public List<DeliveryId> ids(DeliveryQuery query) {
    return ask(connection -> DeliveryReader.ids(connection, query));
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return ask(connection -> deliveries.find(connection, id, requester));
  }

  @Override
  public List<Delivery> ofMessage(String messageId) {
    return ask(connection -> deliveries.ofMessage(connection, messageId, requester));
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return ask(connection -> DeliveryReader.attempts(connection, id, requester));
  }

  @Override
  public SuppressionPage suppressions(
      Optional<String> domain, Optional<Suppression> after, int limit) {
    return ask(connection -> SqliteSuppressions.page(connection, domain, after, limit, requester));
  }

  @Override
  public List<Counts> counts(Optional<String> policy, Instant since) {
    return ask(connection -> SqliteSendReports.counts(connection, policy, since, requester));
  }

  @Override
  public RetainedPage retained(RetainedQuery query) {
    return ask(connection -> owners.page(connection, query, requester));
  }

  @Override
  public Optional<RetainedMailbox> retained(String mailboxId) {
    return ask(connection -> owners.find(connection, mailboxId, requester));
  }

  @Override
  public List<RetainedOfDomain> retainedByDomain(int each, int most) {
    return ask(connection -> owners.byDomain(connection, each, most, requester));
  }

  @Override
  public FoundPage found(String after, int limit) {
    return ask(connection -> OwnerReader.found(connection, after, limit, requester));
  }
}
