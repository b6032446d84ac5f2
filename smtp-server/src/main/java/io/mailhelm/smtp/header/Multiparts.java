package io.mailhelm.smtp.header;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RecursionMode;

/**
 * Decides which parts of a message have parts themselves, for all readers of messages in this
 * server (RFC 2045 §5, RFC 2046 §5.1). A multipart without a boundary, or with one longer than RFC
 * 2046 allows, has none: it is text. Every octet of a multipart may be compared with all octets of
 * all boundaries around it, so limiting those limits the work.
 */
public final class Multiparts {
  /** Octets of a boundary (RFC 2046 §5.1.1). */
  public static final int LONGEST_BOUNDARY = 70;

  /**
   * Octets of the boundaries of multiparts that are in one another: a multipart in so many that its
   * own makes more has none, as well.
   */
  public static final int MOST_AROUND = 8 * LONGEST_BOUNDARY;

  private Multiparts() {}

  /**
   * Goes through a message; a message in it is one part.
   *
   * @param message the caller closes it
   * @param bounds of its header fields
   */
  public static MimeTokenStream tokens(InputStream message, MimeConfig bounds) {
    var tokens = new MimeTokenStream(bounds, new Builder(Content.TEXT, 0));
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    tokens.parse(message);
    return tokens;
  }

  /** What a Content-Type says. */
  private record Content(String type, Map<String, String> parameters) {
    static final Content TEXT = new Content("text/plain", Map.of());
    static final Content MESSAGE = new Content("message/rfc822", Map.of());

    private static final Pattern TYPE = Pattern.compile("[^/]+/[^/]+");

    /**
     * Empty where it is no type, or one that has to have parts and cannot.
     *
     * @param around octets of the boundaries around it
     */
    static Optional<Content> of(RawField field, int around) {
      var body = MimeFieldParser.INSTANCE.parseRawBody(field);
      var type = Optional.ofNullable(body.getValue()).orElse("").strip().toLowerCase(Locale.ROOT);
      var parameters = new HashMap<String, String>();
      for (var each : body.getParams()) {
        parameters.put(
            each.getName().toLowerCase(Locale.ROOT),
            Optional.ofNullable(each.getValue()).orElse(""));
      }
      var content = new Content(type, parameters);
      return TYPE.matcher(type).matches() && (!content.isMultipart() || content.hasBoundary(around))
          ? Optional.of(content)
          : Optional.empty();
    }

    boolean isMultipart() {
      return type.startsWith("multipart/");
    }

    private boolean hasBoundary(int around) {
      int length = boundary().length();
      return length > 0 && length <= Math.min(LONGEST_BOUNDARY, MOST_AROUND - around);
    }

    String boundary() {
      return parameters.getOrDefault("boundary", "");
    }

    /** What its parts are where they do not say (RFC 2046 §5.1.5). */
    Content ofParts() {
      return type.equals("multipart/digest") ? MESSAGE : TEXT;
    }
  }

  /** Listens to the fields of a part; of two that are the same the first counts. */
  private static final class Builder implements BodyDescriptorBuilder {
    private final Content unsaid;
    private final int around;
    private Optional<Content> content = Optional.empty();
    private Optional<String> encoding = Optional.empty();

    Builder(Content unsaid, int around) {
      this.unsaid = unsaid;
      this.around = around;
    }

    @Override
    public void reset() {
      content = Optional.empty();
      encoding = Optional.empty();
    }

    @Override
    public Field addField(RawField field) {
      var name = field.getNameLowerCase();
      if (name.equals("content-type") && content.isEmpty()) {
        content = Content.of(field, around);
      } else if (name.equals("content-transfer-encoding") && encoding.isEmpty()) {
        encoding =
            Optional.ofNullable(field.getBody())
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty());
      }
      return field;
    }

    @Override
    public BodyDescriptor build() {
      return new Described(content.orElse(unsaid), encoding.orElse("7bit"));
    }

    @Override
    public BodyDescriptorBuilder newChild() {
      var parent = content.orElse(unsaid);
      return new Builder(parent.ofParts(), around + parent.boundary().length());
    }
  }

  private record Described(Content content, String encoding) implements BodyDescriptor {
    @Override
    public String getMimeType() {
      return content.type();
    }

    @Override
    public String getMediaType() {
      return content.type().substring(0, content.type().indexOf('/'));
    }

    @Override
    public String getSubType() {
      return content.type().substring(content.type().indexOf('/') + 1);
    }

    @Override
    public String getBoundary() {
      return content.boundary();
    }

    @Override
    public String getCharset() {
      var named = content.parameters().getOrDefault("charset", "").strip();
      return named.isEmpty() ? "us-ascii" : named;
    }

    @Override
    public String getTransferEncoding() {
      return encoding;
    }

    /** Nobody asks. */
    @Override
    public long getContentLength() {
      return -1;
    }
  }
}
