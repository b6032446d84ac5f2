package io.mailhelm.smtp.threads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/**
 * Prepares what the platform needs for virtual threads to wait for sockets. The platform makes it
 * when the first of them waits; where no file descriptor is left at that moment it fails for good,
 * and with it every session of this process.
 */
public final class SocketWaits {
  private SocketWaits() {}

  /**
   * Makes it now, before a port is open: a virtual thread waits for an octet and gets it.
   *
   * @throws UncheckedIOException when it cannot be made, mostly for want of file descriptors
   */
  public static void prepare() {
    try {
      var pipe = Pipe.open();
      try (var sink = pipe.sink();
          var source = pipe.source()) {
        var waiting = Thread.startVirtualThread(() -> take(source));
        while (waiting.isAlive() && waiting.getState() != Thread.State.WAITING) {
          Thread.onSpinWait();
        }
        sink.write(ByteBuffer.wrap(new byte[1]));
        waiting.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no file descriptors are left to wait for clients with: raise the limit of the process"
              + " (ulimit -n)",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void take(Pipe.SourceChannel source) {
    try {
      source.read(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
