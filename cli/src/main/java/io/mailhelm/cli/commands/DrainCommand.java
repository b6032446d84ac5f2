package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ServerRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code drain}: stops accepting mail for as long as the process runs, and waits until the queue is
 * empty.
 */
@Command(
    name = "drain",
    description = {
      "Take no new mail, and wait until what is queued is sent; what is held stays.",
      "Senders are told to try again later (421), the APIs say 503, and a pod is not ready meanwhile. It lasts until --resume or a restart. Exit code 1 when something is left."
    })
public final class DrainCommand implements Callable<Integer> {
  private static final String PATH = "/drain";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Spec CommandSpec spec;

  @Mixin AskedServers servers;

  @Option(names = "--resume", description = "take mail again")
  boolean resume;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "at most so long, for all servers; 0: not at all; default: ${DEFAULT-VALUE}")
  int seconds;

  @Override
  public Integer call() throws IOException {
    var all = servers.all();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    boolean done = true;
    if (!resume) {
      // All of them at once: mail that one refuses would go to the next.
      for (var server : all) {
        done &= asked(server, () -> server.client().post(PATH, Map.of(), ""));
      }
    }
    for (var server : all) {
      done &= asked(server, resume ? () -> resumed(server) : () -> drained(server, end));
    }
    return done ? 0 : 1;
  }

  private void resumed(AskedServer server) {
    server.client().delete(PATH, Map.of());
    spec.commandLine().getOut().println(server.name() + ": takes mail again");
  }

  /**
   * Waits until a server is drained. It asks to drain again and again, because a connection may
   * have come in at the moment of the first request.
   */
  private void drained(AskedServer server, long end) {
    var state = server.client().post(PATH, Map.of(), "");
    while (isBusy(state) && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE.toNanos());
      state = server.client().post(PATH, Map.of(), "");
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s: takes no new mail; %d connections, %d queued, %d held%n",
            server.name(),
            state.path("connections").asLong(),
            state.path("queued").asLong(),
            state.path("held").asLong());
    if (isBusy(state)) {
      throw new ServerRefusedException(
          "it is not empty yet: mailhelm queue list shows what waits; it goes on, and --resume takes mail again");
    }
  }

  private static boolean isBusy(JsonNode state) {
    return state.path("connections").asLong() > 0 || state.path("queued").asLong() > 0;
  }

  /** Asks a server. One that does not answer does not stop the others. */
  private boolean asked(AskedServer server, Runnable question) {
    try {
      question.run();
      return true;
    } catch (ServerRefusedException e) {
      spec.commandLine().getErr().println("mailhelm: " + server.name() + ": " + e.getMessage());
      return false;
    }
  }
}
