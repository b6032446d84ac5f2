package io.mailhelm.smtp.sign;

import io.mailhelm.smtp.header.FieldCursor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a header section (RFC 5322 §2.2), found by name in its octets. */
final class HeaderFields {
  private final byte[] octets;
  private final Map<String, List<Field>> byName = new HashMap<>(64);

  private HeaderFields(byte[] octets) {
    this.octets = octets;
  }

  /**
   * @param to after its last CRLF
   */
  private record Field(int colon, int to) {}

  /** Those in {@code octets[from, to)}; lines that are no field are passed over. */
  static HeaderFields of(byte[] octets, int from, int to) {
    var fields = new HeaderFields(octets);
    var at = new FieldCursor(octets, from, to);
    while (at.next()) {
      if (at.isField()) {
        fields
            .byName
            .computeIfAbsent(at.name(), name -> new ArrayList<>(1))
            .add(new Field(at.colon(), at.end()));
      }
    }
    return fields;
  }

  /** How many fields of that name, given in lower case, there are. */
  int count(String name) {
    return byName.getOrDefault(name, List.of()).size();
  }

  /** The unfolded texts of the fields of that name, from the top. */
  List<String> texts(String name) {
    return byName.getOrDefault(name, List.of()).stream().map(this::text).toList();
  }

  private String text(Field field) {
    return FieldCursor.text(octets, field.colon() + 1, field.to());
  }

  /**
   * Appends the fields of that name in the order they are signed in, from the bottom (RFC 6376
   * §5.4.2), each in the relaxed form.
   */
  void canonical(String name, ByteArrayOutputStream out) {
    for (var field : byName.getOrDefault(name, List.of()).reversed()) {
      out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
      out.write(':');
      relaxed(octets, field.colon() + 1, field.to(), out);
      out.write('\r');
      out.write('\n');
    }
  }

  /** A field's text in the relaxed form (RFC 6376 §3.4.2), without a line end. */
  static void relaxed(byte[] octets, int from, int to, ByteArrayOutputStream out) {
    boolean begun = false;
    boolean blank = false;
    for (int i = from; i < to; i++) {
      switch (octets[i]) {
        case ' ', '\t' -> blank = begun;
        case '\r', '\n' -> {}
        default -> {
          if (blank) {
            out.write(' ');
            blank = false;
          }
          out.write(octets[i]);
          begun = true;
        }
      }
    }
  }
}
