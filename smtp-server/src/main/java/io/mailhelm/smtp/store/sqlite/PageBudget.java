package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.Requester;
import io.mailhelm.smtp.store.StoreReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Limits what one read makes of its rows. The memory of each row is drawn before its object is
 * made, by the lengths that SQLite gives for its texts.
 */
final class PageBudget {
  private final Requester requester;
  private final int rows;
  private final long most;
  private int made;
  private long characters;

  private PageBudget(Requester requester, int rows, long most) {
    this.requester = requester;
    this.rows = rows;
    this.most = most;
  }

  /** For a page, which ends after so many rows or {@link StoreReads#MOST_CHARACTERS}. */
  static PageBudget page(Requester requester, int rows) {
    return new PageBudget(requester, rows, StoreReads.MOST_CHARACTERS);
  }

  /** For all there is. */
  static PageBudget all(Requester requester) {
    return new PageBudget(requester, Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Makes something of a row, once its memory is drawn. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** How many objects are made of a row. */
  interface Objects {
    int of(ResultSet row) throws SQLException;
  }

  /**
   * Makes what there is room for of rows that have {@code characters}.
   *
   * @return whether there are more rows
   */
  <T> boolean fill(List<T> made, ResultSet rows, Objects objects, Row<T> row) throws SQLException {
    while (rows.next()) {
      if (!admits(objects.of(rows), rows.getLong("characters"))) {
        return true;
      }
      made.add(row.of(rows));
    }
    return false;
  }

  /**
   * Draws the memory of the next row, unless the page has ended.
   *
   * @param objects that are made of it
   * @param more characters of its texts
   * @return false when the row is another page's
   */
  boolean admits(int objects, long more) {
    if (made == rows || made > 0 && characters + more > most) {
      return false;
    }
    requester.hold(objects, more);
    made++;
    characters += more;
    return true;
  }

  /**
   * An expression for the characters of these columns as Java counts them, where any may be null: a
   * code point of four octets is two. Never fewer; of others beyond ASCII up to two thirds more.
   */
  static String characters(String... columns) {
    return Arrays.stream(columns)
        .map("coalesce((2 * length(%1$s) + octet_length(%1$s) + 2) / 3, 0)"::formatted)
        .collect(Collectors.joining(" + ", "(", ")"));
  }
}
