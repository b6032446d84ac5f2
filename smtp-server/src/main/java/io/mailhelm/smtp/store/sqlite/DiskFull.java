package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * Classifies write errors: the disk is full, the disk fails, or the change itself cannot be made.
 */
final class DiskFull {
  /** With less than this left, a failed write is put down to the lack of room. */
  private static final long SCARCE_OCTETS = 1 << 20;

  private DiskFull() {}

  static boolean is(SQLException e) {
    return kind(e) == SQLiteErrorCode.SQLITE_FULL.code;
  }

  /**
   * Whether a failed commit has certainly left nothing behind. A disk that fails while it flushes
   * may have written all of it, and the next start may find it.
   */
  static boolean isSureToHaveWrittenNothing(SQLException e) {
    return kind(e) != SQLiteErrorCode.SQLITE_IOERR.code;
  }

  /** Whether the disk is well and the change itself was at odds with the tables. */
  static boolean isOneChangesFault(SQLException e) {
    return e instanceof MailboxGoneException
        || kind(e) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || kind(e) == SQLiteErrorCode.SQLITE_TOOBIG.code
        || kind(e) == SQLiteErrorCode.SQLITE_MISMATCH.code;
  }

  /** The low byte is the kind of error, the rest its detail. */
  private static int kind(SQLException e) {
    return e.getErrorCode() & 0xff;
  }

  /** Java has no type for it, and its text is the C library's, in the language of the machine. */
  static boolean is(IOException e, Path folder) {
    var text = String.valueOf(e.getMessage());
    if (text.contains("No space left") || text.contains("quota exceeded")) {
      return true;
    }
    try {
      return Files.getFileStore(folder).getUsableSpace() < SCARCE_OCTETS;
    } catch (IOException _) {
      return false;
    }
  }
}
