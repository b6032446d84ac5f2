package io.mailhelm.smtp.store;

import java.io.IOException;
import java.nio.file.Path;

/** A message exists, and the file with its body does not. */
public final class MissingBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file where it should be
   */
  public MissingBodyException(Path file, Throwable cause) {
    super(
        "%s is missing: it is the body of a message that is still listed. Put it back from a backup, or delete the message"
            .formatted(file.toAbsolutePath()),
        cause);
  }
}
