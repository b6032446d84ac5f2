package io.mailhelm.smtp.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports that a server really listens on.
 *
 * @param listeners SMTP, by the listener's name
 * @param management of the management API
 * @param mailApi of the mail API
 * @param probes of probes and metrics
 * @param web where the MTA-STS policy and settings for mail programs are; 0 while it is closed
 */
public record OpenPorts(
    Map<String, Integer> listeners, int management, int mailApi, int probes, int web) {
  public OpenPorts {
    listeners = new TreeMap<>(listeners);
  }

  /** Writes them as JSON, as a whole: a reader that sees the file sees all of it. */
  public void write(Path file) throws IOException {
    var path = file.toAbsolutePath();
    var temporary = Files.createTempFile(path.getParent(), ".ports", "");
    Files.write(temporary, new ObjectMapper().writeValueAsBytes(this));
    Files.move(
        temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
