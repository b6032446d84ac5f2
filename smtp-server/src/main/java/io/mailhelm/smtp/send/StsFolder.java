package io.mailhelm.smtp.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * A {@link StsMemory} in a folder, with a file for each domain: its policy's id, when it was
 * fetched, and its text. The number of domains and of octets is limited, to those fetched last, and
 * none is kept for longer than a policy can hold. Thread-safe.
 */
public final class StsFolder implements StsMemory {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9._-]{0,250}");

  /** Domains that are remembered: a stranger may have mail sent to as many as there are. */
  static final int MOST = 10_000;

  /** Octets of their files: each may be of 64 KiB, and the volume is for mail. */
  static final long MOST_OCTETS = 64L << 20;

  /** The folder is looked through whenever such a part of what it may have was written. */
  private static final int PART = 10;

  /** No policy holds longer (RFC 8461 §3.2). */
  static final Duration LONGEST = Duration.ofSeconds(31_557_600);

  private final Path folder;
  private final int most;
  private final long mostOctets;

  /** Written since it began; the folder is looked through at the first. */
  private final AtomicInteger written = new AtomicInteger();

  /** Octets written since the folder was last looked through. */
  private final AtomicLong octets = new AtomicLong();

  /**
   * @param folder in the server's data; it is made when something is kept
   */
  public StsFolder(Path folder) {
    this(folder, MOST, MOST_OCTETS);
  }

  StsFolder(Path folder, int most, long mostOctets) {
    this.folder = folder;
    this.most = most;
    this.mostOctets = mostOctets;
  }

  @Override
  public Optional<Kept> load(String domain) {
    if (!NAME.matcher(domain).matches()) {
      return Optional.empty();
    }
    try {
      var parts = Files.readString(folder.resolve(domain)).split("\n", 3);
      return parts.length == 3
          ? Optional.of(new Kept(parts[0], Instant.parse(parts[1]), parts[2]))
          : Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A reader sees the old one or the new one, never half of it. */
  @Override
  public void save(String domain, Kept kept) {
    if (!NAME.matcher(domain).matches()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      var part = Files.createTempFile(folder, "-", ".part");
      Files.writeString(part, kept.id() + "\n" + kept.fetchedAt() + "\n" + kept.policy());
      Files.move(part, folder.resolve(domain), StandardCopyOption.ATOMIC_MOVE);
      boolean isMuch = octets.addAndGet(kept.policy().length()) > mostOctets / PART;
      if (written.getAndIncrement() % Math.max(1, most / PART) == 0 || isMuch) {
        octets.set(0);
        lookThrough(kept.fetchedAt());
      }
    } catch (IOException e) {
      // it holds in memory; only a restart loses it
    }
  }

  /** Removes what is too old or one too many, and what a crash left half written. */
  private void lookThrough(Instant now) throws IOException {
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.sorted(Comparator.comparing(StsFolder::writtenAt).reversed()).toList();
    }
    int kept = 0;
    long size = 0;
    for (var file : files) {
      var isPart = !NAME.matcher(file.getFileName().toString()).matches();
      var isOld = writtenAt(file).isBefore(now.minus(isPart ? Duration.ofHours(1) : LONGEST));
      size += isOld || isPart ? 0 : size(file);
      if (isOld || !isPart && (++kept > most || size > mostOctets)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0; // it went meanwhile
    }
  }

  private static Instant writtenAt(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException _) {
      return Instant.MIN; // it went meanwhile
    }
  }

  @Override
  public void forget(String domain) {
    if (NAME.matcher(domain).matches()) {
      try {
        Files.deleteIfExists(folder.resolve(domain));
      } catch (IOException e) {
        // it runs out by itself
      }
    }
  }
}
