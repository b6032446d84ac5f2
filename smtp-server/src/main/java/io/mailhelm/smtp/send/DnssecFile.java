package io.mailhelm.smtp.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A {@link DnssecMemory} in a file, which lists the name servers that proved something. Newly
 * declared name servers have not proved anything yet, so where name servers stop passing signatures
 * on, a way out is to declare others. Thread-safe.
 */
public final class DnssecFile implements DnssecMemory {
  /** What stands for the name servers of the machine. */
  private static final String MACHINE = "the machine's";

  private final Path file;
  private final Supplier<List<String>> declared;
  private volatile Optional<String> proved;

  /**
   * @param file in the server's data; it is made when something is kept
   * @param declared the name servers that are asked now; empty: the machine's
   */
  public DnssecFile(Path file, Supplier<List<String>> declared) {
    this.file = file;
    this.declared = declared;
    this.proved = read(file);
  }

  /** What cannot be read was never written: then the root is asked before anything is sent. */
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String servers() {
    var servers = declared.get();
    return (servers.isEmpty() ? MACHINE : String.join("\n", servers)) + "\n";
  }

  @Override
  public boolean isProved() {
    return proved.filter(servers()::equals).isPresent();
  }

  /** A reader sees the old one or the new one, never half of it. */
  @Override
  public void proved() {
    var servers = servers();
    proved = Optional.of(servers);
    try {
      Files.createDirectories(file.getParent());
      var part = Files.createTempFile(file.getParent(), "-", ".part");
      Files.writeString(part, servers);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // it holds in memory; after a restart the root is asked again
    }
  }
}
