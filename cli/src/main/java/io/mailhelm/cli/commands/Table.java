package io.mailhelm.cli.commands;

import io.mailhelm.cli.remote.TerminalText;
import io.mailhelm.config.Surrogates;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of text with headings: each column is as wide as it needs, and lines may follow below a
 * row.
 */
public final class Table {
  /** Characters that a terminal and a chat window show without wrapping. */
  public static final int LINE = 100;

  private static final int WIDEST = 44;

  /** At the end of what is cut. */
  static final String CUT = "…";

  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> cells, List<String> below) {}

  /** Makes a table with these headings. */
  public Table(String... headings) {
    rows.add(new Row(List.of(headings), List.of()));
  }

  /**
   * Adds a row. Cells may contain other people's text, whose control characters the terminal would
   * obey, so they are removed.
   */
  public void add(String... cells) {
    rows.add(new Row(List.of(cells).stream().map(Table::plain).toList(), new ArrayList<>()));
  }

  /**
   * Adds text below the last row, in lines of at most {@link #LINE} characters.
   *
   * @param label the text in front of the first line
   */
  public void below(String label, String text) {
    var lead = "  %-8s  ".formatted(label);
    for (var line : wrapped(plain(text), LINE - lead.length())) {
      rows.getLast().below().add(lead + line);
      lead = " ".repeat(lead.length());
    }
  }

  /** A text without what a terminal would obey. */
  public static String plain(String text) {
    return shown(text).strip();
  }

  /** The first characters of a text, and that there are more. */
  static String cut(String text, int most) {
    return text.length() <= most ? text : Surrogates.beginning(text, most - CUT.length()) + CUT;
  }

  /** A cell that is no wider than a column gets, where nobody has to copy it. */
  static String cell(String text) {
    return cut(plain(text), WIDEST);
  }

  /** The same with the spaces around it. */
  static String shown(String text) {
    return TerminalText.line(text);
  }

  /** Prints the table. */
  public void print(PrintWriter out) {
    var columns = rows.getFirst().cells().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.min(WIDEST, Math.max(widths[i], row.cells().get(i).length()));
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns - 1; i++) {
        line.append(("%-" + widths[i] + "s  ").formatted(row.cells().get(i)));
      }
      out.println(line.append(row.cells().getLast()).toString().stripTrailing());
      row.below().forEach(out::println);
    }
  }

  /** Breaks a text into lines, at spaces or, where a whole line has none, anywhere. */
  private static List<String> wrapped(String text, int width) {
    var lines = new ArrayList<String>();
    var rest = text;
    while (rest.length() > width) {
      var space = rest.lastIndexOf(' ', width);
      var end = space > 0 ? space : width;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    lines.add(rest);
    return lines;
  }
}
