package io.mailhelm.smtp.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The head of a request, before its body (RFC 9112 §3, §5).
 *
 * @param host the authority, without its port
 * @param path without the query
 * @param length of the body
 * @param awaited whether the client sends the body only when it is told to (RFC 9110 §10.1.1)
 */
record RequestHead(String method, String host, String path, int length, boolean awaited) {
  private static final Pattern LINE =
      Pattern.compile("([!#$%&'*+.^_`|~A-Za-z0-9-]{1,32}) ([!-~]{1,2048}) HTTP/(\\d)\\.(\\d)");

  /** Possessive, so that no text takes longer than it is long. */
  private static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~A-Za-z0-9-]++):([ -~\\t\\x80-\\xff]*+)");

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)([^#]*)");
  private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");

  /**
   * Reads a head.
   *
   * @param lines without their ends; the first is the request line
   * @param mostBody octets that a body may have
   * @throws WebRefusedException when it is none, or announces a body that is not taken
   */
  static RequestHead of(List<String> lines, int mostBody) throws WebRefusedException {
    var line = LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw new WebRefusedException(400, "the request line is not one of HTTP/1.1");
    }
    if (!line.group(3).equals("1")) {
      throw new WebRefusedException(505, "only HTTP/1.1 is spoken here");
    }
    var fields = fields(lines.subList(1, lines.size()));
    var authority = fields.getOrDefault("host", "");
    var target = line.group(2);
    var absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) { // RFC 9112 §3.2.2: it counts, not the Host field
      authority = absolute.group(1);
      target = absolute.group(2).isEmpty() ? "/" : absolute.group(2);
    }
    if (!target.startsWith("/")) {
      throw new WebRefusedException(400, "the request's target is no path");
    }
    int query = target.indexOf('?');
    return new RequestHead(
        line.group(1),
        PORT.matcher(authority).replaceFirst(""),
        query < 0 ? target : target.substring(0, query),
        length(fields, mostBody),
        fields.getOrDefault("expect", "").equalsIgnoreCase("100-continue")
            && !line.group(4).equals("0"));
  }

  private static Map<String, String> fields(List<String> lines) throws WebRefusedException {
    var fields = new TreeMap<String, String>();
    for (var text : lines) {
      var field = FIELD.matcher(text);
      if (!field.matches()) {
        throw new WebRefusedException(400, "a header field is malformed");
      }
      var name = field.group(1).toLowerCase(Locale.ROOT);
      var twice = fields.put(name, field.group(2).strip()) != null;
      if (twice && (name.equals("host") || name.equals("content-length"))) {
        throw new WebRefusedException(400, "the header field " + name + " is there twice");
      }
    }
    if (!fields.containsKey("host")) { // RFC 9112 §3.2
      throw new WebRefusedException(400, "the header field Host is missing");
    }
    return fields;
  }

  private static int length(Map<String, String> fields, int most) throws WebRefusedException {
    if (fields.containsKey("transfer-encoding")) { // RFC 9112 §6.3 lets a server want a length
      throw new WebRefusedException(411, "send the body with a Content-Length");
    }
    var text = fields.getOrDefault("content-length", "0");
    if (!text.matches("\\d{1,18}")) {
      throw new WebRefusedException(400, "the Content-Length is no number");
    }
    if (Long.parseLong(text) > most) {
      throw new WebRefusedException(413, "a request's body has at most %d octets".formatted(most));
    }
    return Integer.parseInt(text);
  }
}
