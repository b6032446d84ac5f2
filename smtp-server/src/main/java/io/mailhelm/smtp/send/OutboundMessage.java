package io.mailhelm.smtp.send;

import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import io.mailhelm.smtp.transfer.MessageOctets;
import java.util.List;
import java.util.Set;

/**
 * A message for some recipients of one destination, ready to be sent.
 *
 * @param reversePath MAIL FROM without its brackets; empty for the null reverse-path
 * @param recipients RCPT TO, with what the sender asked about reports; one or more
 * @param dsn RET and ENVID, to be passed on where the peer takes them
 * @param requirements what the sender asked of every hop
 * @param content the message
 */
public record OutboundMessage(
    String reversePath,
    List<Recipient> recipients,
    Dsn dsn,
    Set<Requirement> requirements,
    MessageOctets content) {
  public OutboundMessage {
    recipients = List.copyOf(recipients);
    requirements = Set.copyOf(requirements);
  }
}
