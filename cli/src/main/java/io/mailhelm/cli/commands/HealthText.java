package io.mailhelm.cli.commands;

import static io.mailhelm.cli.commands.QueueText.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.ServerRefusedException;
import java.io.PrintWriter;

/**
 * Writes the health of servers, as they report it: a line for each, and one for whatever is wrong.
 */
public final class HealthText {
  private static final String WRONG = "  %s%n";

  private HealthText() {}

  /**
   * Asks a server for its health, and prints it.
   *
   * @return whether it accepts mail and all its listeners listen
   */
  public static boolean print(PrintWriter out, AskedServer server) {
    JsonNode health;
    try {
      health = server.client().health();
    } catch (ServerRefusedException e) {
      out.printf("%s: it cannot be asked%n" + WRONG, server.name(), Table.plain(e.getMessage()));
      return false;
    }
    return print(out, server.name(), health);
  }

  private static boolean print(PrintWriter out, String name, JsonNode health) {
    var up = text(health, "status").equals("UP");
    out.printf(
        "%s: %s; %d queued, %d held, oldest %s%n",
        name,
        up ? "takes mail" : "takes no mail",
        health.at("/queue/queued").asLong(),
        health.at("/queue/held").asLong(),
        age(health.at("/queue/oldest").asLong()));
    boolean well = up;
    for (var listener : health.path("listeners")) {
      if (listener.has("problem")) {
        well = false;
        wrong(
            out,
            "listener %s (port %s) does not listen: %s"
                .formatted(
                    text(listener, "name"), text(listener, "port"), text(listener, "problem")));
      }
    }
    wrong(out, health.at("/store/problem").asText(""));
    wrong(out, health.at("/config/refusal").asText(""));
    if (health.at("/outbound/port25").asText("").equals("Blocked")) {
      wrong(out, "nothing answers on port 25 of other servers: docs/troubleshooting.md");
    }
    return well;
  }

  private static void wrong(PrintWriter out, String sentence) {
    if (!sentence.isEmpty()) {
      out.printf(WRONG, Table.plain(sentence));
    }
  }

  /** {@code 3d}, {@code 4h}, {@code 5m} or {@code 6s}; {@code -} where there is none. */
  private static String age(long seconds) {
    if (seconds >= 2 * 86_400) {
      return seconds / 86_400 + "d";
    }
    if (seconds >= 2 * 3_600) {
      return seconds / 3_600 + "h";
    }
    if (seconds >= 2 * 60) {
      return seconds / 60 + "m";
    }
    return seconds == 0 ? "-" : seconds + "s";
  }
}
