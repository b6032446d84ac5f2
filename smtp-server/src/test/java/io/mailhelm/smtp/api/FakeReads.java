package io.mailhelm.smtp.api;

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

/** Entries of the fake store, and the rest of the real one; in no turn. */
record FakeReads(FakeStore entries, StoreReads rest, Requester requester) implements StoreReads {
  private MailboxEntry drawn(MailboxEntry entry) {
    var summary = entry.summary();
    requester.hold(
        1,
        summary.from().length()
            + String.join("\n", summary.to()).length()
            + summary.subject().length());
    return entry;
  }

  @Override
  public EntryPage list(EntryQuery query) {
    var page = entries.list(query);
    page.entries().forEach(this::drawn);
    return page;
  }

  @Override
  public Optional<MailboxEntry> find(EntryId id) {
    return entries.find(id).map(this::drawn);
  }

  @Override
  public Optional<InputStream> open(EntryId id) throws IOException {
    return entries.open(id);
  }

  @Override
  public DeliveryPage list(DeliveryQuery query) {
    return rest.list(query);
  }

  @Override
  public List<DeliveryId> ids(DeliveryQuery query) {
    return rest.ids(query);
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return rest.find(id);
  }

  @Override
  public List<Delivery> ofMessage(String messageId) {
    return rest.ofMessage(messageId);
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return rest.attempts(id);
  }

  @Override
  public SuppressionPage suppressions(
      Optional<String> domain, Optional<Suppression> after, int limit) {
    return rest.suppressions(domain, after, limit);
  }

  @Override
  public List<Counts> counts(Optional<String> policy, Instant since) {
    return rest.counts(policy, since);
  }

  @Override
  public RetainedPage retained(RetainedQuery query) {
    return rest.retained(query);
  }

  @Override
  public Optional<RetainedMailbox> retained(String mailboxId) {
    return rest.retained(mailboxId);
  }

  @Override
  public List<RetainedOfDomain> retainedByDomain(int each, int most) {
    return rest.retainedByDomain(each, most);
  }

  @Override
  public FoundPage found(String after, int limit) {
    return rest.found(after, limit);
  }
}
