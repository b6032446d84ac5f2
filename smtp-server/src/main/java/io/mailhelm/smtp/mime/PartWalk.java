package io.mailhelm.smtp.mime;

import io.mailhelm.smtp.header.EncodedWords;
import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.header.KnownCharsets;
import io.mailhelm.smtp.header.Multiparts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/**
 * Goes through a message once, from one part without parts to the next. Used by one thread. What it
 * keeps is bounded: the message's own header, and two fields of the part it is at.
 */
public final class PartWalk {
  static final int MAX_DEPTH = 32;

  /** Parts that are gone through. */
  public static final int MAX_PARTS = 1_000;

  static final int MAX_FIELDS = 1_000;

  /** Octets of a field; a longer one ends the walk. */
  public static final int MAX_FIELD_OCTETS = 64 << 10;

  /** Octets of the message's own header that are kept. */
  public static final int MAX_HEADER_CHARACTERS = 512 << 10;

  /** Of a field of a part, octets: a longer one says nothing of its name or disposition. */
  static final int MAX_PART_FIELD = 8 << 10;

  /** The fields of a part that are looked at; no other is kept. */
  private static final Set<String> LOOKED_AT = Set.of("content-disposition", "content-type");

  /** RFC 6838 §4.2. */
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

  private static final MimeConfig BOUNDS =
      new MimeConfig.Builder()
          .setMaxHeaderCount(MAX_FIELDS)
          .setMaxHeaderLen(MAX_FIELD_OCTETS)
          .setMaxLineLen(MAX_FIELD_OCTETS)
          .build();

  private final MimeTokenStream tokens;
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private final Map<String, String> spellings = new LinkedHashMap<>();
  private final Map<String, Field> partHeader = new HashMap<>();
  private int headerCharacters;
  private int depth;
  private int parts;
  private boolean inMessageHeader = true;
  private boolean truncated;

  /**
   * @param message the caller closes it
   */
  public PartWalk(InputStream message) {
    // A message in a message is one attachment: its parts are not ours to list.
    tokens = Multiparts.tokens(message, BOUNDS);
  }

  /** The next leaf; empty at the end, and where a bound is met. */
  public Optional<MessagePart> next() throws IOException, MimeException {
    while (true) {
      switch (tokens.getState()) {
        case T_END_OF_STREAM -> {
          return Optional.empty();
        }
        case T_START_HEADER -> partHeader.clear();
        case T_FIELD -> field(tokens.getField());
        case T_END_HEADER -> inMessageHeader = false;
        case T_START_MULTIPART -> depth++;
        case T_END_MULTIPART -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH || parts >= MAX_PARTS) {
        truncated = true;
        return Optional.empty();
      }
      if (tokens.next() == org.apache.james.mime4j.stream.EntityState.T_BODY) {
        parts++;
        return Optional.of(part());
      }
    }
  }

  /** The message's own header, as far as it was read. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Whether a bound was met. */
  public boolean truncated() {
    return truncated;
  }

  private void field(Field field) {
    var octets = field.getRaw().toByteArray();
    var at = new FieldCursor(octets, 0, octets.length);
    if (!at.next() || !at.isField()) {
      return; // mime4j takes more for a field than anybody else here does
    }
    var lower = at.name();
    if (LOOKED_AT.contains(lower) && octets.length <= MAX_PART_FIELD) {
      partHeader.putIfAbsent(lower, field);
    }
    if (!inMessageHeader) {
      return;
    }
    // Counted before it is decoded: that costs more than reading it.
    headerCharacters += octets.length;
    if (headerCharacters > MAX_HEADER_CHARACTERS) {
      truncated = true;
      return;
    }
    var value = EncodedWords.decode(at.text());
    // Names are the same in any case; the first spelling stands.
    var name = spellings.computeIfAbsent(lower, first -> field.getName());
    headers.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
  }

  private MessagePart part() {
    var body = tokens.getBodyDescriptor();
    var type = body.getMimeType().toLowerCase(Locale.ROOT);
    var disposition = header("content-disposition");
    var name =
        disposition
            .flatMap(field -> HeaderText.parameter(field, "filename"))
            .or(() -> header("content-type").flatMap(f -> HeaderText.parameter(f, "name")));
    return new MessagePart(
        TYPE.matcher(type).matches() ? type : "application/octet-stream",
        KnownCharsets.orUtf8(body.getCharset()),
        name,
        disposition.filter(PartWalk::isAttachment).isPresent(),
        tokens.getDecodedInputStream());
  }

  private Optional<Field> header(String name) {
    return Optional.ofNullable(partHeader.get(name));
  }

  private static boolean isAttachment(Field disposition) {
    return HeaderText.decode(disposition).toLowerCase(Locale.ROOT).startsWith("attachment");
  }
}
