package io.mailhelm.compiler;

import io.mailhelm.config.AddressPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads lists of address patterns. */
final class AddressPatterns {
  private AddressPatterns() {}

  /**
   * The patterns of a list, sorted, each once.
   *
   * @param texts null where nothing is declared
   */
  static List<AddressPattern> read(SpecFields fields, String path, List<String> texts) {
    var patterns = new ArrayList<AddressPattern>();
    var list = Objects.requireNonNullElse(texts, List.<String>of());
    for (int i = 0; i < list.size(); i++) {
      try {
        patterns.add(AddressPattern.of(list.get(i)));
      } catch (IllegalArgumentException e) {
        fields.invalid(
            "%s[%d]".formatted(path, i),
            "'%s' is neither an address nor a domain: write name@domain, *@domain or *@*.domain"
                .formatted(list.get(i)));
      }
    }
    return patterns.stream().sorted().distinct().toList();
  }
}
