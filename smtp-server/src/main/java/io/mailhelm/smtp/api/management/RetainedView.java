package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.store.FoundMailbox;
import io.mailhelm.smtp.store.RetainedMailbox;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedOfDomain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A closed mailbox: no user has it any more, and its mail is kept. */
@Schema(name = "RetainedMailbox")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record RetainedView(
    @Schema(description = "What annotation mailhelm.io/adopt takes: the UID its MailUser had.")
        String id,
    String address,
    @Schema(description = "Of its MailUser.") String namespace,
    @Schema(description = "metadata.name of its MailUser, where it is known.") String user,
    long messages,
    long octets,
    @Schema(description = "When it was closed.") Instant since) {

  /** A page of them. */
  @Schema(name = "RetainedMailboxPage")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Page(
      List<RetainedView> mailboxes,
      @Schema(description = "How many match, on all pages.") long total,
      @Schema(description = "The 'after' of the following page; absent on the last.")
          Optional<String> next) {}

  /** Those of one domain. */
  @Schema(name = "RetainedMailboxesOfDomain")
  record OfDomain(
      String domain,
      @Schema(description = "How many there are.") long count,
      @Schema(description = "The first of them, by address.") List<RetainedView> mailboxes) {
    static OfDomain of(RetainedOfDomain kept) {
      return new OfDomain(
          kept.domain(), kept.count(), kept.first().stream().map(RetainedView::of).toList());
    }
  }

  /** A closed mailbox that was there when a user of its address came. */
  @Schema(name = "FoundMailbox")
  record Found(
      @Schema(description = "Id of the user's mailbox.") String mailbox,
      @Schema(description = "Id of the one that was found.") String found,
      @Schema(description = "What was in it then.") long messages,
      long octets,
      @Schema(description = "When it was closed.") Instant since,
      @Schema(description = "Whether its mail is the user's now.") boolean taken) {
    static Found of(FoundMailbox found) {
      return new Found(
          found.mailboxId(),
          found.found(),
          found.usage().messages(),
          found.usage().octets(),
          found.since(),
          found.taken());
    }
  }

  /** The counts that a client which rolls out configs is told. */
  @Schema(name = "ConfigMailboxes")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record OfConfig(
      @Schema(description = "On the first page: domains with closed mailboxes.")
          Optional<List<OfDomain>> domains,
      @Schema(description = "What users found, by the ids of their mailboxes.") List<Found> found,
      @Schema(description = "The 'after' of the following page; absent on the last.")
          Optional<String> next) {}

  static RetainedView of(RetainedMailbox mailbox) {
    return new RetainedView(
        mailbox.id(),
        mailbox.address().toString(),
        mailbox.namespace(),
        mailbox.name(),
        mailbox.usage().messages(),
        mailbox.usage().octets(),
        mailbox.since());
  }
}
