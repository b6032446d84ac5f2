package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.store.NewMessage.Dsn;
import java.time.Instant;
import java.util.Arrays;

/**
 * The message that a report is about.
 *
 * @param reversePath to whom the report goes; not the null reverse-path
 * @param receivedAt when it was accepted
 * @param dsn its RET and ENVID
 * @param size its octets
 * @param octets the message as it was accepted, or as much of its beginning as {@link
 *     ReportComposer#MAX_RETURNED} and one more
 */
public record ReportedMessage(
    String reversePath, Instant receivedAt, Dsn dsn, long size, byte[] octets) {
  public ReportedMessage {
    if (reversePath.isEmpty()) {
      throw new IllegalArgumentException("nobody is told: the reverse-path is null");
    }
  }

  /** The same for a brief report: of the message only the beginning of its header section. */
  public ReportedMessage brief() {
    int kept = Math.min(octets.length, ReportComposer.MAX_BRIEF);
    return new ReportedMessage(
        reversePath, receivedAt, new Dsn("HDRS", dsn.envid()), size, Arrays.copyOf(octets, kept));
  }

  /** The same for who may not read the message. */
  public ReportedMessage withheld() {
    return new ReportedMessage(reversePath, receivedAt, dsn, size, new byte[0]);
  }
}
