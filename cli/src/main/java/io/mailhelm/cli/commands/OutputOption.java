package io.mailhelm.cli.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The option that says in which form answers are printed. */
public final class OutputOption {
  /** The control characters that JSON does not escape (ISO 6429): a terminal would obey some. */
  private static final Pattern CONTROLS =
      Pattern.compile("[\\x7f-\\x9f\\p{Zl}\\p{Zp}\\p{Cf}&&[^\\x{10000}-\\x{10ffff}]]");

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  Form form;

  enum Form {
    table,
    json
  }

  /** Whether the output is for a program. */
  public boolean isJson() {
    return form == Form.json;
  }

  /** Prints an answer as it is. */
  public static void print(PrintWriter out, JsonNode answer) {
    try {
      var text = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer);
      out.println(
          CONTROLS
              .matcher(text)
              .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0))));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree is always JSON", e);
    }
  }
}
