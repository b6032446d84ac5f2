package io.mailhelm.smtp.api.mime;

import io.mailhelm.smtp.mime.MessagePart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Collects the text of parts, up to {@link MimeReader#MAX_TEXT} octets. */
final class TextLimit {
  private final StringBuilder text = new StringBuilder();
  private int left = MimeReader.MAX_TEXT;
  private boolean found;
  private boolean truncated;

  /** Adds a part's text after what is there. */
  void add(MessagePart part) throws IOException {
    if (found && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
    var octets = part.content().readNBytes(left);
    left -= octets.length;
    if (part.content().transferTo(OutputStream.nullOutputStream()) > 0) {
      truncated = true;
    }
    add(new String(octets, part.charset()));
  }

  void add(String more) {
    found = true;
    text.append(more);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  boolean truncated() {
    return truncated;
  }

  /** The text; empty when no part had any, and an empty text when one did. */
  Optional<String> text() {
    return found ? Optional.of(text.toString()) : Optional.empty();
  }
}
