package io.mailhelm.smtp.send;

import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
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
    Content content) {
  public OutboundMessage {
    recipients = List.copyOf(recipients);
    requirements = Set.copyOf(requirements);
  }

  /** The octets of a message: fields, an empty line, a body; every line ended by CRLF. */
  public interface Content {
    /** How many there are. */
    long size();

    /** From the first octet; may be called again, for another server of the same destination. */
    InputStream open() throws IOException;

    /**
     * The same message without octets above 127, for a server that takes no others (RFC 6152 §3),
     * and with signatures that hold; empty where it is not ours to change, or cannot be.
     */
    default Optional<Content> sevenBit() throws IOException {
      return Optional.empty();
    }
  }
}
