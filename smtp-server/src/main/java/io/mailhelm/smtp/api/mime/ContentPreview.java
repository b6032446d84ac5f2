package io.mailhelm.smtp.api.mime;

import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.mime.FaultMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Passes a message through and keeps its beginning, to be shown when it cannot be parsed. */
final class ContentPreview extends FaultMemory {
  private static final int KEPT = 64 << 10;

  private final ByteArrayOutputStream start = new ByteArrayOutputStream();
  private boolean cut;

  ContentPreview(InputStream message) {
    super(message);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    var count = super.read(buffer, offset, length);
    if (count > 0) {
      int kept = Math.min(count, KEPT - start.size());
      start.write(buffer, offset, kept);
      cut |= kept < count;
    }
    return count;
  }

  /** Whether what is kept is not all that was read. */
  boolean isCut() {
    return cut;
  }

  /**
   * The beginning, as text, from behind the header section; where no empty line ends that, from its
   * first line on that is no field.
   */
  String text() {
    var octets = start.toByteArray();
    int from = FieldCursor.sectionEnd(octets, 0, octets.length);
    if (from < 0) {
      from = octets.length;
      var lines = new FieldCursor(octets, 0, octets.length);
      while (from == octets.length && lines.next()) {
        from = lines.isField() ? from : lines.start();
      }
    }
    return new String(octets, from, octets.length - from, StandardCharsets.UTF_8).strip();
  }

  /** The beginning, as text, with the header section. */
  String all() {
    return start.toString(StandardCharsets.UTF_8);
  }
}
