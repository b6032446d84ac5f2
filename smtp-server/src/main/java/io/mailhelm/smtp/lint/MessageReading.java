package io.mailhelm.smtp.lint;

import io.mailhelm.smtp.mime.FaultMemory;
import io.mailhelm.smtp.mime.MessagePart;
import io.mailhelm.smtp.mime.PartWalk;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.mime4j.MimeException;

/**
 * Reads a message once, from beginning to end, and keeps what the checks ask for. Bounded: {@value
 * #MOST_PARTS} parts, {@value #MOST_OF_A_PART} octets of the text of each, of which a few thousand
 * are held at once. What is malformed ends the reading; what was seen until then counts. One
 * thread's.
 */
final class MessageReading {
  /** Parts that are looked at. */
  static final int MOST_PARTS = 200;

  /** Octets of a part's text that are looked at. */
  static final int MOST_OF_A_PART = 1 << 20;

  /** Files that are named. */
  private static final int MOST_FILES = 20;

  private static final int BUFFER = 8 << 10;

  private final char[] buffer = new char[BUFFER];
  private final PhraseSearch phrases;
  private final LinkScan links = new LinkScan();
  private final Set<String> programs = new LinkedHashSet<>();
  private Map<String, List<String>> headers = Map.of();
  private boolean hasText;
  private boolean hasHtml;

  private MessageReading(List<String> words) {
    this.phrases = new PhraseSearch(words);
  }

  /**
   * Reads it.
   *
   * @param message the caller closes it
   * @param words that are looked for
   * @throws IOException when it cannot be read; never for what is in it
   */
  static MessageReading of(InputStream message, List<String> words) throws IOException {
    var reading = new MessageReading(words);
    var source = new FaultMemory(message);
    var walk = new PartWalk(new BufferedInputStream(source));
    try {
      int parts = 0;
      for (var part = walk.next();
          part.isPresent() && parts < MOST_PARTS;
          part = walk.next(), parts++) {
        reading.take(part.get());
      }
    } catch (MimeException | RuntimeException _) {
      // what nobody can read says no more
    } catch (IOException _) {
      // mime4j wraps what it does not understand in one, too
      source.rethrow();
    }
    reading.headers = walk.headers();
    reading.values("subject").forEach(reading::takeSubject);
    return reading;
  }

  private void take(MessagePart part) throws IOException {
    if (part.isText("text/plain")) {
      hasText |= take(part, new MarkupFilter(false));
    } else if (part.isText("text/html")) {
      hasHtml = true;
      take(part, new MarkupFilter(true));
    } else if (programs.size() < MOST_FILES) {
      ProgramFiles.named(part.type(), part.name()).ifPresent(programs::add);
    }
  }

  /** Whether it says anything. */
  private boolean take(MessagePart part, MarkupFilter markup) throws IOException {
    var text =
        new InputStreamReader(new LimitedInput(part.content(), MOST_OF_A_PART), part.charset());
    boolean says = false;
    for (int count = text.read(buffer); count > 0; count = text.read(buffer)) {
      for (int i = 0; i < count; i++) {
        char c = buffer[i];
        says |= c > ' ';
        links.take(c);
        phrases.take(markup.isText(c) ? c : ' ');
      }
    }
    links.take(' ');
    phrases.take('\n');
    return says;
  }

  private void takeSubject(String subject) {
    subject.chars().forEach(c -> phrases.take((char) c));
    phrases.take('\n');
  }

  /**
   * The values of a header field, decoded.
   *
   * @param lower its name in lower case
   */
  List<String> values(String lower) {
    return headers.entrySet().stream()
        .filter(field -> field.getKey().equalsIgnoreCase(lower))
        .flatMap(field -> field.getValue().stream())
        .toList();
  }

  /** Whether it has plain text that says anything. */
  boolean hasText() {
    return hasText;
  }

  boolean hasHtml() {
    return hasHtml;
  }

  /** The URL shorteners that it links to. */
  Set<String> shorteners() {
    return links.shorteners();
  }

  /** The words that were looked for and found, as the rule has them. */
  Set<String> words() {
    return phrases.found();
  }

  /** The names, or types, of attachments that are programs. */
  Set<String> programs() {
    return programs;
  }
}
