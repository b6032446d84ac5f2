package io.mailhelm.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text under headings, each column as wide as it needs. */
final class Table {
  private static final int WIDEST = 44;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** What others wrote is among the cells: a control character in it would be the terminal's. */
  void add(String... cells) {
    rows.add(List.of(cells).stream().map(Table::plain).toList());
  }

  static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}|[\\x7f-\\x9f]", " ").strip();
  }

  void print(PrintWriter out) {
    var columns = rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.min(WIDEST, Math.max(widths[i], row.get(i).length()));
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        line.append(("%-" + widths[i] + "s  ").formatted(row.get(i)));
      }
      out.println(line.append(row.getLast()).toString().stripTrailing());
    }
  }
}
