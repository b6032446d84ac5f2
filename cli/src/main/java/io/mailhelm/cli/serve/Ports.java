package io.mailhelm.cli.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.cli.data.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports a server really has.
 *
 * @param listeners SMTP, by the listener's name
 * @param management of the management API
 * @param mailApi of the mail API
 * @param probes of probes and metrics
 */
public record Ports(Map<String, Integer> listeners, int management, int mailApi, int probes) {
  public Ports {
    listeners = new TreeMap<>(listeners);
  }

  /** Writes them as JSON, as a whole: a reader that sees the file sees all of it. */
  void write(Path file) throws IOException {
    PrivateFile.write(file, new ObjectMapper().writeValueAsBytes(this));
  }
}
