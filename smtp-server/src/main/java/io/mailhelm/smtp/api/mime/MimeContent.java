package io.mailhelm.smtp.api.mime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of an opened message, as the APIs show it.
 *
 * @param headers decoded header fields in their order: name to values
 * @param text the plain text; the whole body where the message is not MIME
 * @param html the first HTML part, as it came
 * @param attachments the other parts
 * @param truncated whether something was left out for its size
 */
public record MimeContent(
    Map<String, List<String>> headers,
    Optional<String> text,
    Optional<String> html,
    List<Attachment> attachments,
    boolean truncated) {
  /**
   * A part that is no text of the message.
   *
   * @param index 0 for the first
   * @param name as the sender chose it; {@code attachment-<index>} when none
   * @param type a media type, lower case
   * @param size octets, decoded
   */
  public record Attachment(int index, String name, String type, long size) {}
}
