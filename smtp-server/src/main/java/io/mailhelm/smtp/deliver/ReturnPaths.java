package io.mailhelm.smtp.deliver;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.bounce.ReturnPath.Named;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ReversePath;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.SendReports;
import java.util.List;
import java.util.Optional;

/**
 * Gives outgoing mail its MAIL FROM: an address that names the delivery, so that a report is about
 * that one and cannot be forged. Mail to such an address goes to the sender of the message, and to
 * the postmaster where that one is gone. Thread-safe.
 */
public final class ReturnPaths {
  private static final String SECRET = "return-path";
  private final MailStore store;
  private final ReturnPath path;

  /**
   * @param store keeps the secret, and knows the deliveries
   */
  public ReturnPaths(MailStore store) {
    this.store = store;
    this.path = new ReturnPath(store.secret(SECRET));
  }

  /**
   * Where a report goes.
   *
   * @param mailbox whose it is
   * @param about what it is on, as {@link Named#text} writes it; empty when enough of it was read
   */
  public record Returned(Destination mailbox, Optional<String> about) {}

  /** MAIL FROM for a delivery; the null one stays, and so does one of another domain. */
  public String of(Delivery delivery) {
    return domain(delivery)
        .map(domain -> path.of(delivery.messageId(), delivery.id(), domain).toString())
        .orElse(delivery.reversePath());
  }

  /** Whether a delivery has a MAIL FROM of its own, which no other can share. */
  public boolean isMadeFor(Delivery delivery) {
    return domain(delivery).isPresent();
  }

  private static Optional<DomainName> domain(Delivery delivery) {
    return ReversePath.mailbox(delivery.reversePath())
        .map(Mailbox::domain)
        .filter(domain -> domain.ascii().equals(delivery.domain()));
  }

  /** Where mail for a return path of ours goes; empty for any other address. */
  public Optional<Returned> find(Directory directory, Mailbox address) {
    return path.read(address).flatMap(named -> find(directory, address.domain(), named));
  }

  private Optional<Returned> find(Directory directory, DomainName domain, Named named) {
    var first = deliveries(store.queue(), named).stream().findFirst();
    var about =
        first
            .filter(it -> store.reports().read(it.id()) < SendReports.MAX_READ_ON_ONE)
            .map(_ -> named.text());
    return first
        .flatMap(
            delivery ->
                SenderMailbox.find(directory, delivery.returnsTo(), delivery.user())
                    .or(() -> directory.domain(domain).map(directory::postmaster)))
        .map(mailbox -> new Returned(mailbox, about));
  }

  /**
   * What a return path names, as far as it is still known: one delivery, or those of a message. In
   * a store that was restored a number may be another message's by now.
   */
  public static List<Delivery> deliveries(MailQueue queue, Named named) {
    return named
        .delivery()
        .map(
            id ->
                queue.find(id).stream()
                    .filter(delivery -> delivery.messageId().equals(named.messageId()))
                    .toList())
        .orElseGet(() -> queue.ofMessage(named.messageId()));
  }
}
