package io.mailhelm.cli.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.config.HttpEndpoint;
import java.net.InetAddress;
import java.util.Map;
import java.util.regex.Pattern;

/** Texts that are pasted into a shell. Pure. */
final class ShellText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShellText() {}

  /** One word of a POSIX shell, whatever is in it. */
  static String word(String text) {
    return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** An object of JSON as one word. */
  static String json(Map<String, String> object) {
    try {
      return word(JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new AssertionError("strings are JSON", e);
    }
  }

  /** Where an API is reached from this machine. */
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
