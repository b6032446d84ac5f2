package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.EhloKeywords;
import java.time.Duration;

/**
 * A session with another server that is set up and takes one message after the other. One thread's.
 */
final class ClientSession {
  private static final int MAX_MESSAGES = 100;

  /** A connection that was silent for this long is looked at before it is used. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ClientContext with;
  private final ServerAddress target;
  private final ClientConnection link;
  private final EhloKeywords offers;
  private final PeerSecurity protection;
  private int messages;
  private boolean needsReset;
  private boolean broken;
  private boolean knowsChunks;
  private long lastUse = System.nanoTime();

  ClientSession(
      ClientContext with,
      ServerAddress target,
      ClientConnection link,
      EhloKeywords offers,
      PeerSecurity protection) {
    this.with = with;
    this.target = target;
    this.link = link;
    this.offers = offers;
    this.protection = protection;
  }

  ServerAddress target() {
    return target;
  }

  ClientConnection link() {
    return link;
  }

  EhloKeywords offers() {
    return offers;
  }

  PeerSecurity protection() {
    return protection;
  }

  Timeouts timeouts() {
    return with.timeouts();
  }

  /** Whether it can be used for another message. */
  boolean isReusable() {
    var silent = Duration.ofNanos(System.nanoTime() - lastUse);
    return !broken
        && messages < MAX_MESSAGES
        && silent.compareTo(with.timeouts().idle()) < 0
        && (silent.compareTo(LOOK) < 0 || link.isQuiet());
  }

  boolean needsReset() {
    return needsReset;
  }

  void needsReset(boolean needed) {
    needsReset = needed;
  }

  /** The server took a chunk: what it says of later ones is about those, not about BDAT. */
  void tookChunk() {
    knowsChunks = true;
  }

  /** Whether it ever took a chunk. */
  boolean knowsChunks() {
    return knowsChunks;
  }

  /** It does not know BDAT; connections from now on do without. */
  void refusedChunks() {
    with.known().refusedChunks(target.address());
  }

  /** The session cannot be used any more. */
  void broke() {
    broken = true;
    link.close();
  }

  boolean isBroken() {
    return broken;
  }

  /** A message went over it. */
  void used() {
    messages++;
    lastUse = System.nanoTime();
    link.rest();
  }

  /** Whether a message went over it. */
  boolean isUsed() {
    return messages > 0;
  }

  void quit() {
    if (!broken) {
      link.leave("QUIT\r\n", with.timeouts().quit());
      broken = true;
    }
  }
}
