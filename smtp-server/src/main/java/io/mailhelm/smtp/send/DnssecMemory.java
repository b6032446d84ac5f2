package io.mailhelm.smtp.send;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remembers over a restart that the name servers have passed signatures on. Without it an attacker
 * that can make a server restart could take the protection of DANE away by leaving signatures out.
 * Thread-safe.
 */
public interface DnssecMemory {
  /** Whether the name servers that are asked now proved something before. */
  boolean isProved();

  /** Notes that they did. */
  void proved();

  /** Keeps it as long as the process runs. */
  static DnssecMemory ofProcess() {
    var proved = new AtomicBoolean();
    return new DnssecMemory() {
      @Override
      public boolean isProved() {
        return proved.get();
      }

      @Override
      public void proved() {
        proved.set(true);
      }
    };
  }
}
