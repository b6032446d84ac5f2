package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.Mailbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A message to compose, each part of it checked.
 *
 * @param text plain text, possibly beside {@code html}; one of the two is there
 */
record MessageDraft(
    ComposedAddress from,
    List<ComposedAddress> to,
    List<ComposedAddress> cc,
    List<ComposedAddress> bcc,
    List<ComposedAddress> replyTo,
    String subject,
    Optional<String> text,
    Optional<String> html,
    Map<String, String> headers,
    List<Attached> attachments) {
  /** A file to attach. */
  record Attached(String filename, String type, byte[] content) {}

  /** Whether its header has an address that only servers that know SMTPUTF8 take. */
  boolean needsUtf8() {
    return Stream.of(List.of(from), to, cc, replyTo)
        .flatMap(List::stream)
        .anyMatch(ComposedAddress::needsUtf8);
  }

  /** The recipients of the envelope, each once. */
  List<Mailbox> recipients() {
    return Stream.of(to, cc, bcc)
        .flatMap(List::stream)
        .map(ComposedAddress::mailbox)
        .distinct()
        .toList();
  }
}
