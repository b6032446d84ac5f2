package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.header.FieldParameter;
import io.mailhelm.smtp.header.MimeFieldParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.RawField;

/** The header of a message or of one of its parts, as far as its encoding goes (RFC 2045). */
final class PartHeader {
  private static final Set<String> IDENTITY = Set.of("", "7bit", "8bit", "binary");

  /** Begins what some write behind the encoding, though nothing may stand there but a comment. */
  private static final Pattern COMMENT = Pattern.compile("[;(]");

  private static final String ENCODING = "content-transfer-encoding";

  private final byte[] octets;
  private final boolean isMessage;
  private String type;
  private String boundary = "";
  private String encoding = "";
  private int encodingFrom = -1;
  private int encodingTo = -1;
  private boolean isMime;
  private boolean isAmbiguous;
  private boolean isSigned;

  /** What stands below a header. */
  enum Content {
    /** Parts. */
    PARTS,
    /** A message. */
    MESSAGE,
    /** Text in some charset. */
    TEXT,
    /** Other octets. */
    OCTETS,
    /** What must stay as it is: signed, encrypted, encoded already, or not understood. */
    SEALED
  }

  /**
   * @param octets the fields, without the empty line behind them
   * @param isMessage whether it is a message's, and not a part's
   * @param defaultType what it is where it does not say (RFC 2045 §5.2, RFC 2046 §5.1.5)
   */
  PartHeader(byte[] octets, boolean isMessage, String defaultType) {
    this.octets = octets;
    this.isMessage = isMessage;
    this.type = defaultType;
    boolean typed = false;
    for (var at = new FieldCursor(octets, 0, octets.length); at.next(); ) {
      if (at.is("content-type")) {
        isAmbiguous |= typed;
        typed = true;
        readType(at.text());
      } else if (at.is(ENCODING)) {
        isAmbiguous |= encodingFrom >= 0;
        encoding = COMMENT.split(at.text(), 2)[0].strip().toLowerCase(Locale.ROOT);
        encodingFrom = at.start();
        encodingTo = at.end();
      } else if (at.is("mime-version")) {
        isMime = true;
      } else if (at.is("dkim-signature") || at.is("arc-seal")) {
        isSigned = true;
      }
    }
  }

  private void readType(String text) {
    try {
      var body = MimeFieldParser.INSTANCE.parseRawBody(new RawField("Content-Type", text));
      type = body.getValue().strip().toLowerCase(Locale.ROOT);
      boundary = FieldParameter.of(body.getParams(), "boundary").orElse("");
    } catch (RuntimeException e) { // a form nobody defined
      isAmbiguous = true;
    }
  }

  /** RFC 2046 §5.2.1: the octets of a message are not encoded, those of its parts are. */
  Content content() {
    if (isAmbiguous || isSigned && isMessage || !IDENTITY.contains(encoding)) {
      return Content.SEALED;
    }
    if (type.startsWith("multipart/")) {
      boolean isSealed = type.equals("multipart/signed") || type.equals("multipart/encrypted");
      return isSealed || boundary.isEmpty() ? Content.SEALED : Content.PARTS;
    }
    if (type.startsWith("message/")) {
      return type.equals("message/rfc822") ? Content.MESSAGE : Content.SEALED;
    }
    return type.startsWith("text/") ? Content.TEXT : Content.OCTETS;
  }

  /** What ends and begins its parts, without the two hyphens (RFC 2046 §5.1.1). */
  byte[] boundary() {
    return boundary.getBytes(StandardCharsets.UTF_8);
  }

  /** Of which type its parts are where they do not say. */
  String defaultOfParts() {
    return type.equals("multipart/digest") ? "message/rfc822" : "text/plain";
  }

  byte[] octets() {
    return octets;
  }

  /** The same as 7-bit content, without the encoding's field where it says nothing wrong. */
  byte[] as7bit() {
    return encoding.equals("8bit") || encoding.equals("binary") ? as("7bit") : octets;
  }

  /** The same with another encoding, in the place of the field that names the one so far. */
  byte[] as(String other) {
    var out = new ByteArrayOutputStream(octets.length + 100);
    var field = "Content-Transfer-Encoding: %s\r\n".formatted(other);
    int from = encodingFrom < 0 ? octets.length : encodingFrom;
    int to = encodingFrom < 0 ? octets.length : encodingTo;
    out.write(octets, 0, from);
    out.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
    out.write(octets, to, octets.length - to);
    if (isMessage && !isMime) { // or the encoding means nothing (RFC 2045 §4)
      out.writeBytes("MIME-Version: 1.0\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    return out.toByteArray();
  }
}
