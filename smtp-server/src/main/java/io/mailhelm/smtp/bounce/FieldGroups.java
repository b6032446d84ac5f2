package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.header.FieldCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads groups of fields with empty lines between them (RFC 3464 §2.1), leniently. */
final class FieldGroups {
  private static final int MAX_GROUPS = 200;
  private static final int MAX_FIELDS = 1_000;
  private static final int MAX_VALUE = 2_000;

  private FieldGroups() {}

  /** Each group by lower-case name; of a name that repeats, all texts, unfolded. */
  static List<Map<String, List<String>>> of(String text) {
    var groups = new ArrayList<Map<String, List<String>>>();
    var group = new LinkedHashMap<String, List<String>>();
    var name = "";
    int fields = 0;
    for (var line : text.split("\r?\n", -1)) {
      if (line.isBlank()) {
        if (!group.isEmpty()) {
          groups.add(group);
          group = new LinkedHashMap<>();
        }
        name = "";
        if (groups.size() == MAX_GROUPS) {
          return groups;
        }
      } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        if (!name.isEmpty()) {
          continued(group.get(name), line.strip());
        }
      } else {
        int colon = line.indexOf(':');
        name = colon <= 0 || ++fields > MAX_FIELDS ? "" : name(line);
        if (!name.isEmpty()) {
          var texts = group.computeIfAbsent(name, n -> new ArrayList<>(1));
          texts.add(cut(line.substring(colon + 1).strip()));
        }
      }
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /** The first text of a field, or empty. */
  static String first(Map<String, List<String>> group, String name) {
    var texts = group.get(name);
    return texts == null ? "" : ReportText.clean(texts.getFirst(), true);
  }

  private static void continued(List<String> texts, String more) {
    texts.add(cut(texts.removeLast() + " " + more));
  }

  private static String cut(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE);
  }

  private static String name(String line) {
    return FieldCursor.name(line.getBytes(StandardCharsets.UTF_8));
  }
}
