package io.mailhelm.smtp.store;

import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A report to the sender of a message, in the forms that a store may keep it in. The store keeps
 * the first that it may, or none:
 *
 * <ol>
 *   <li>{@code whole}: no report before returned the message, and it stays within the quota of its
 *       mailbox, or within the share of what waits of its user;
 *   <li>{@code brief}: it exceeds those by {@link #OVERDRAFT} at most.
 * </ol>
 *
 * @param whole returns the message or its header section; empty where the report is brief anyhow
 * @param brief returns the beginning of its header section at most
 */
public record SenderReport(Optional<NewMessage> whole, NewMessage brief) {
  /** By how much brief reports may exceed a limit: 1 MiB, and 100 messages. */
  public static final MailboxUsage OVERDRAFT = new MailboxUsage(1 << 20, 100);

  public SenderReport {
    Objects.requireNonNull(whole);
    Objects.requireNonNull(brief);
  }

  /** One that has no other form. */
  public static SenderReport of(NewMessage brief) {
    return new SenderReport(Optional.empty(), brief);
  }

  /** Its forms. */
  public List<NewMessage> forms() {
    return Stream.concat(whole.stream(), Stream.of(brief)).toList();
  }

  /** Closes the bodies of all forms. */
  public void close() {
    forms().forEach(form -> form.body().close());
  }
}
