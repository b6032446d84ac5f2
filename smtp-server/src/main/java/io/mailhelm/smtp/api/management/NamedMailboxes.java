package io.mailhelm.smtp.api.management;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.store.MailboxEntry;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the mailbox that an address or a name stands for. */
@ApplicationScoped
public class NamedMailboxes {
  private final ApiContext node;

  NamedMailboxes(ApiContext node) {
    this.node = node;
  }

  /**
   * The address that is meant; a name without {@code @} is one in the only domain.
   *
   * @param field for the error
   * @throws ApiException 422 with a sentence that says what to write
   */
  public Mailbox address(String field, String written) {
    try {
      return written.contains("@")
          ? Mailbox.of(written).canonical()
          : new Mailbox(written, onlyDomain(field, written).domain()).canonical();
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable(field, e.getMessage() + ".");
    }
  }

  /** The mailbox of an address, of a user there is or of one whose mail was kept. */
  String mailboxId(Mailbox address) {
    var directory = directory();
    var domain = directory.domain(address.domain());
    return directory
        .owner(address)
        .map(user -> user.mailboxId())
        .or(
            () ->
                domain
                    .filter(any -> address.localPart().equals("postmaster"))
                    .map(own -> directory.postmaster(own).mailboxId()))
        .orElseGet(() -> address.canonical().toString());
  }

  /** The address of the mailbox an entry is in. */
  String addressOf(MailboxEntry entry) {
    return directory()
        .byMailbox(entry.mailboxId())
        .map(user -> user.address().toString())
        .orElse(entry.mailboxId().contains("@") ? entry.mailboxId() : entry.address());
  }

  private io.mailhelm.config.Domain onlyDomain(String field, String written) {
    var domains = directory().domains();
    if (domains.size() != 1) {
      throw ApiException.unprocessable(
          field,
          "There are %d domains here: write %s@ and the one you mean."
              .formatted(domains.size(), written));
    }
    return domains.iterator().next();
  }

  private Directory directory() {
    return node.live().current().directory();
  }
}
