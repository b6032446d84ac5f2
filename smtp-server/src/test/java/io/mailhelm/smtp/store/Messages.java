package io.mailhelm.smtp.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.MailStore.Target;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.mailhelm.smtp.store.OutgoingPart.NewDelivery;
import io.mailhelm.smtp.store.OutgoingPart.Ownership;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes messages for a store, with something sensible in every field a test does not name. */
public final class Messages {
  public static final byte[] TRACE = "Return-Path: <sender@example.com>\r\n".getBytes(UTF_8);

  private final MailStore store;
  private String subject = "Hello";
  private String from = "Sender <sender@example.com>";
  private List<String> to = List.of("alice@example.com");
  private String reversePath = "sender@example.com";
  private Optional<Submitter> user = Optional.empty();
  private Instant receivedAt = Instant.ofEpochMilli(1_700_000_000_000L);
  private Dsn dsn = Dsn.NONE;
  private byte[] body = "Subject: Hello\r\n\r\nHello.\r\n".getBytes(UTF_8);
  private final List<Target> targets = new ArrayList<>();
  private final List<NewDelivery> deliveries = new ArrayList<>();
  private String domain = "example.com";
  private Optional<String> policy = Optional.empty();
  private Set<Requirement> requirements = Set.of();
  private Optional<Instant> dueAt = Optional.empty();
  private boolean passesWarmUp;
  private Optional<Idempotency> idempotency = Optional.empty();
  private Optional<String> reportOn = Optional.empty();
  private Ownership ownership = Ownership.NONE;
  private List<CountedRecipients> counted = List.of();

  private Messages(MailStore store) {
    this.store = store;
  }

  public static Messages in(MailStore store) {
    return new Messages(store);
  }

  public Messages subject(String value) {
    subject = value;
    return this;
  }

  public Messages from(String value) {
    from = value;
    return this;
  }

  public Messages to(String... values) {
    to = List.of(values);
    return this;
  }

  public Messages reversePath(String value) {
    reversePath = value;
    return this;
  }

  /** Handed over by a user whose mailbox has the address for its id. */
  public Messages user(String value) {
    return user(Submitter.of(value, value));
  }

  public Messages user(Submitter value) {
    user = Optional.of(value);
    return this;
  }

  public Messages receivedAt(Instant value) {
    receivedAt = value;
    return this;
  }

  public Messages dsn(Dsn value) {
    dsn = value;
    return this;
  }

  public Messages body(byte[] value) {
    body = value;
    return this;
  }

  public Messages mailbox(String id) {
    return mailbox(id, Quota.DEFAULT);
  }

  public Messages mailbox(String id, Quota quota) {
    return target(id, quota, false, Recipient.of(id + "@example.com"));
  }

  /** Into the mailbox of a user whose address is its id, as those of a test's config are. */
  public Messages mailboxOf(String user) {
    return mailboxOf(user, user);
  }

  /** Into the mailbox of this id, whose user has this address. */
  public Messages mailboxOf(String id, String user) {
    var address = Mailbox.of(user);
    targets.add(new Target(id, address, Quota.DEFAULT, false, List.of(Recipient.of(user))));
    return this;
  }

  public Messages captured(String id) {
    return target(id, Quota.DEFAULT, true, Recipient.of("someone@elsewhere.example"));
  }

  public Messages target(String id, Quota quota, boolean captured, Recipient recipient) {
    var address = Mailbox.of(id + "@example.com");
    targets.add(new Target(id, address, quota, captured, List.of(recipient)));
    return this;
  }

  public Messages target(Target value) {
    targets.add(value);
    return this;
  }

  /** To a recipient elsewhere, in a lane named after its domain. */
  public Messages delivery(String address) {
    var destination = address.substring(address.indexOf('@') + 1);
    return delivery(address, destination, destination);
  }

  public Messages delivery(String address, String destination, String lane) {
    return delivery(Recipient.of(address), destination, lane);
  }

  public Messages delivery(Recipient recipient, String destination, String lane) {
    deliveries.add(new NewDelivery(recipient, destination, lane));
    return this;
  }

  /** To a recipient elsewhere that has to wait for so long. */
  public Messages delivery(String address, Duration later) {
    delivery(address);
    deliveries.add(deliveries.removeLast().after(later));
    return this;
  }

  /** Counts against limits. */
  public Messages counted(CountedRecipients... values) {
    counted = List.of(values);
    return this;
  }

  /** When its deliveries are tried first; else as soon as it was received. */
  public Messages dueAt(Instant value) {
    dueAt = Optional.of(value);
    return this;
  }

  public Messages leaving(String from, String under) {
    domain = from;
    policy = Optional.of(under);
    return this;
  }

  /** It is no part of its policy's warm-up. */
  public Messages passingWarmUp() {
    passesWarmUp = true;
    return this;
  }

  public Messages requirements(Requirement... values) {
    requirements = Set.of(values);
    return this;
  }

  public Messages idempotency(String owner, String key, String fingerprint) {
    idempotency = Optional.of(new Idempotency(owner, key, fingerprint));
    return this;
  }

  public Messages reportOn(String messageId) {
    reportOn = Optional.of(messageId);
    return this;
  }

  /** Its reverse-path means that mailbox. */
  public Messages returnsTo(Optional<String> mailboxId) {
    ownership = new Ownership(mailboxId, ownership.share());
    return this;
  }

  /** It waits in that mailbox's share. */
  public Messages share(String mailboxId) {
    ownership = new Ownership(ownership.returnsTo(), Optional.of(mailboxId));
    return this;
  }

  private Optional<OutgoingPart> outgoing() {
    return deliveries.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OutgoingPart(
                domain,
                policy,
                requirements,
                dueAt.orElse(receivedAt),
                receivedAt.plus(Duration.ofDays(5)),
                passesWarmUp,
                deliveries,
                ownership));
  }

  /** The message, its body written. */
  public NewMessage make() {
    var writer = store.newBody();
    try {
      writer.write(body, 0, body.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return with(writer);
  }

  /** The message with a body that was written elsewhere. */
  public NewMessage with(BodyWriter writer) {
    return new NewMessage(
        MessageId.next(receivedAt.toEpochMilli()),
        receivedAt,
        reversePath,
        user,
        TRACE,
        writer,
        new Summary(from, to, subject, "Mon, 23 Nov 2026 05:00:00 +0000"),
        dsn,
        targets,
        outgoing(),
        idempotency,
        reportOn,
        counted);
  }

  /** Commits it. */
  public MailStore.CommitResult commit() {
    return store.commit(make());
  }
}
