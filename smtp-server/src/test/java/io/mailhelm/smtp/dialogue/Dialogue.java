package io.mailhelm.smtp.dialogue;

import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.StorageLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A script of what a client says and what it must hear; dialogues/README.md says how to write one.
 */
record Dialogue(String name, Map<String, String> settings, List<Step> steps) {

  /**
   * @param line in the file, for messages
   * @param word before the colon
   * @param text after it
   */
  record Step(int line, String word, String text) {}

  static Dialogue read(Path file) throws IOException {
    var settings = new HashMap<String, String>();
    var steps = new ArrayList<Step>();
    int number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int colon = line.indexOf(':');
      var word = colon < 0 ? line.strip() : line.substring(0, colon);
      var text = colon < 0 ? "" : line.substring(Math.min(line.length(), colon + 2));
      if (word.equals("limits")) {
        for (var setting : text.split(" ")) {
          settings.put(
              setting.substring(0, setting.indexOf('=')),
              setting.substring(setting.indexOf('=') + 1));
        }
      } else {
        steps.add(new Step(number, word, text));
      }
    }
    return new Dialogue(String.valueOf(file.getFileName()), settings, steps);
  }

  ServerLimits limits() {
    var base = ServerLimits.DEFAULT;
    return new ServerLimits(
        number("messageSize", 20_000),
        (int) number("recipients", base.recipients()),
        (int) number("connections", base.connections()),
        (int) number("connectionsPerAddress", base.connectionsPerAddress()),
        millis("commandTimeout", base.commandTimeout()),
        millis("dataTimeout", base.dataTimeout()),
        millis("sessionTimeout", base.sessionTimeout()),
        (int) number("errors", base.errors()),
        (int) number("authFailuresPerAddress", base.authFailuresPerAddress()),
        (int) number("authFailuresPerAccount", base.authFailuresPerAccount()),
        base.authFailureWindow(),
        (int) number("outboundConnections", base.outboundConnections()),
        (int) number("queue", base.queue()),
        base.deliveryHistory(),
        base.http(),
        base.outbound(),
        new StorageLimits(
            base.storage().reserve(),
            number("waitingPerUser", base.storage().waitingPerUser()),
            (int) number("queuePerUserPercent", base.storage().queuePerUserPercent()),
            (int) number("queuePerDomainPercent", base.storage().queuePerDomainPercent())));
  }

  private long number(String name, long otherwise) {
    return Long.parseLong(settings.getOrDefault(name, Long.toString(otherwise)));
  }

  private Duration millis(String name, Duration otherwise) {
    return Duration.ofMillis(number(name, otherwise.toMillis()));
  }

  /** {@code \r \n \t \0 \\ \xNN} into what they mean; other characters as UTF-8 octets. */
  static String octets(String text) {
    var plain = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var out = new StringBuilder();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      switch (plain.charAt(++i)) {
        case 'r' -> out.append('\r');
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case '0' -> out.append('\0');
        case '\\' -> out.append('\\');
        case 'x' -> {
          out.append((char) Integer.parseInt(plain.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("no escape \\" + plain.charAt(i));
      }
    }
    return out.toString();
  }

  /** As {@link #octets}, read as UTF-8. */
  static String text(String text) {
    return new String(octets(text).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
