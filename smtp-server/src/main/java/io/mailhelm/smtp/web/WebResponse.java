package io.mailhelm.smtp.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The answer to a request.
 *
 * @param status of HTTP (RFC 9110 §15)
 * @param allow the methods that a 405 must name; else empty
 */
public record WebResponse(int status, String type, String allow, String body) {
  /** The media type of a sentence. */
  public static final String TEXT = "text/plain; charset=utf-8";

  static final String XML = "text/xml; charset=utf-8";

  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(400, "Bad Request"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(408, "Request Timeout"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Content Too Large"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(431, "Request Header Fields Too Large"), // RFC 6585 §5
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(505, "HTTP Version Not Supported"));

  /** RFC 9110 §5.6.7: two digits a day, always. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** 200 with a text of that media type. */
  public static WebResponse ok(String type, String body) {
    return new WebResponse(200, type, "", body);
  }

  /** A refusal, with a sentence for people. */
  public static WebResponse sentence(int status, String sentence) {
    return new WebResponse(status, TEXT, "", sentence + "\n");
  }

  /** 405. */
  public static WebResponse only(String methods) {
    return new WebResponse(405, TEXT, methods, "only " + methods + " here\n");
  }

  /**
   * On the wire (RFC 9112 §4); the connection ends with it.
   *
   * @param bodiless for HEAD: what GET would get, but for the body
   */
  public byte[] octets(Instant now, boolean bodiless) {
    var content = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("HTTP/1.1 %d %s\r\n".formatted(status, REASONS.get(status)));
    field(head, "Date", DATE.format(now));
    field(head, "Content-Type", type);
    field(head, "Content-Length", Integer.toString(content.length));
    field(head, "X-Content-Type-Options", "nosniff");
    if (!allow.isEmpty()) {
      field(head, "Allow", allow);
    }
    field(head, "Connection", "close");
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    if (!bodiless) {
      all.writeBytes(content);
    }
    return all.toByteArray();
  }

  private static void field(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }
}
