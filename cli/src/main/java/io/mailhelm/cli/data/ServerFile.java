package io.mailhelm.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file {@code DATA/server.json}, which tells commands on the same machine how to reach the
 * server that runs on a data folder. It is removed when the server ends; the file of a server that
 * died is recognised by its process.
 */
public final class ServerFile {
  private static final String NAME = "server.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ServerFile() {}

  /** Where the token of the server's APIs is. */
  public enum TokenSource {
    /** The APIs need none: the server is for development. */
    NONE,
    /** {@code DATA/token}. */
    DATA,
    /** The environment that the server was started in. */
    ENVIRONMENT
  }

  /**
   * A server.
   *
   * @param management the management API
   */
  public record Server(URI management, TokenSource token) {}

  /**
   * The content of the file.
   *
   * @param pid the id of the process
   * @param began when the process began, in milliseconds since 1970, because ids are used again
   */
  private record Content(long pid, long began, String management, TokenSource token) {}

  /** Writes the file, so that commands find this process. */
  public static void write(DataFolder data, Server server) throws IOException {
    var me = ProcessHandle.current();
    PrivateFile.write(
        data.root().resolve(NAME),
        JSON.writeValueAsBytes(
            new Content(me.pid(), began(me), server.management().toString(), server.token())));
  }

  /** Removes the file, before this process ends. */
  public static void remove(DataFolder data) throws IOException {
    Files.deleteIfExists(data.root().resolve(NAME));
  }

  /**
   * The server that runs on a folder.
   *
   * @param data the folder, which need not exist
   * @return empty where none runs, or where its process is not visible from here
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
