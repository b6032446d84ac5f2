package io.mailhelm.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code DATA/server.json}: how the server that runs on a data folder is reached, for commands on
 * the same machine. It is removed when the server ends; one of a server that died is known by its
 * process.
 */
public final class ServerFile {
  private static final String NAME = "server.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerFile() {}

  /** Where the token is that its APIs want. */
  public enum TokenSource {
    /** They want none: it serves for development. */
    NONE,
    /** {@code DATA/token}. */
    DATA,
    /** The environment that it was started in. */
    ENVIRONMENT
  }

  /**
   * A server.
   *
   * @param management the management API
   */
  public record Server(URI management, TokenSource token) {}

  /**
   * What is in the file.
   *
   * @param pid of the process, and when that began, in milliseconds since 1970: numbers are used
   *     again
   */
  private record Content(long pid, long began, String management, TokenSource token) {}

  /** From now on commands find this process. */
  public static void write(DataFolder data, Server server) throws IOException {
    var me = ProcessHandle.current();
    PrivateFile.write(
        data.root().resolve(NAME),
        JSON.writeValueAsBytes(
            new Content(me.pid(), began(me), server.management().toString(), server.token())));
  }

  /** This process ends. */
  public static void remove(DataFolder data) throws IOException {
    Files.deleteIfExists(data.root().resolve(NAME));
  }

  /**
   * The server that runs on a folder.
   *
   * @param data the folder, which need not be there
   * @return empty where none runs, or its process cannot be seen from here
   */
  public static Optional<Server> read(Path data) throws IOException {
    var file = data.resolve(NAME);
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      var content = JSON.readValue(Files.readAllBytes(file), Content.class);
      return ProcessHandle.of(content.pid())
          .filter(process -> process.isAlive() && began(process) == content.began())
          .map(process -> new Server(URI.create(content.management()), content.token()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty(); // nothing of ours
    }
  }

  private static long began(ProcessHandle process) {
    return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
  }
}
