package io.mailhelm.smtp.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailStore;
import java.util.Optional;

/**
 * What our mail has as MAIL FROM on its way: an address that says which message it is, so that a
 * report is of that message and nobody can make one up. Its mail goes to who sent the message.
 * Thread-safe.
 */
public final class ReturnPaths {
  private static final String SECRET = "return-path";
  private final MailStore store;
  private final ReturnPath path;

  /**
   * @param store keeps the secret, and knows the messages
   */
  public ReturnPaths(MailStore store) {
    this.store = store;
    this.path = new ReturnPath(store.secret(SECRET));
  }

  /**
   * A report that comes.
   *
   * @param mailbox whose it is
   * @param about id of the message it is on
   */
  public record Returned(Destination mailbox, String about) {}

  /** MAIL FROM for a delivery; the null one stays, and so does one of another domain. */
  String of(Delivery delivery) {
    return ReversePath.mailbox(delivery.reversePath())
        .map(Mailbox::domain)
        .filter(domain -> domain.ascii().equals(delivery.domain()))
        .map(domain -> path.of(delivery.messageId(), domain).toString())
        .orElse(delivery.reversePath());
  }

  /** Where mail for a return path of ours goes; empty for any other address. */
  public Optional<Returned> find(Directory directory, Mailbox address) {
    return path.messageId(address).flatMap(id -> find(directory, address.domain(), id));
  }

  private Optional<Returned> find(Directory directory, DomainName domain, String messageId) {
    return store.queue().ofMessage(messageId).stream()
        .findFirst()
        .flatMap(
            delivery ->
                ReversePath.mailbox(delivery.reversePath())
                    .filter(_ -> !ReportMail.isGone(directory, delivery.user()))
                    .flatMap(directory::resolve)
                    .or(() -> directory.domain(domain).map(directory::postmaster)))
        .map(mailbox -> new Returned(mailbox, messageId));
  }
}
