package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Commits rows that name files. A file is kept from before its row is written, whatever goes wrong,
 * until it is certain that no row names it: a superfluous file is found at a start, a missing one
 * is lost mail.
 */
final class BodyCommits {
  private final Writer writer;
  private final BodyFolder bodies;

  BodyCommits(Writer writer, BodyFolder bodies) {
    this.writer = writer;
    this.bodies = bodies;
  }

  /**
   * Makes a change durable.
   *
   * @param prepared whose rows it writes
   * @param octets about how much it writes
   * @param stored whether a message's row is there, by what the change gave
   * @throws SQLException when nothing was changed
   * @throws StoreClosedException when the store is closing
   */
  <R> R write(
      List<PreparedMessage> prepared,
      WriterTask<R> work,
      long octets,
      BiPredicate<R, MessageRow> stored)
      throws SQLException {
    prepared.forEach(each -> each.body().keep());
    R result;
    try {
      result = writer.write(work, octets);
    } catch (SQLException e) {
      if (DiskFull.isSureToHaveWrittenNothing(e)) {
        discard(prepared);
      }
      throw e;
    } catch (StoreClosedException e) {
      discard(prepared);
      throw e;
    }
    for (var each : prepared) {
      if (stored.test(result, each.row())) {
        bodies.count(each.fileOctets());
      } else {
        each.body().discard();
      }
    }
    return result;
  }

  private static void discard(List<PreparedMessage> prepared) {
    prepared.forEach(each -> each.body().discard());
  }
}
