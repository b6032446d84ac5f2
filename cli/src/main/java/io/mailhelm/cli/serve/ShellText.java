package io.mailhelm.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.config.HttpEndpoint;
import java.net.InetAddress;
import java.util.Map;
import java.util.regex.Pattern;

/** Quotes texts so that they can be pasted into a shell. Pure. */
final class ShellText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShellText() {}

  /** A text as one word of a POSIX shell, whatever it contains. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A JSON object as one word. */
  static String json(Map<String, String> object) {
    try {
      return word(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new AssertionError("strings are JSON", e);
    }
  }

  /** The URL of an API from this machine. */
  static String url(HttpEndpoint endpoint, int port) {
    return "http://%s:%d".formatted(host(endpoint.address()), port);
  }

  private static String host(String address) {
    var literal = InetAddress.ofLiteral(address);
    if (literal.isAnyLocalAddress()) {
      return "127.0.0.1";
    }
    return address.contains(":") ? "[" + address + "]" : address;
  }
}
