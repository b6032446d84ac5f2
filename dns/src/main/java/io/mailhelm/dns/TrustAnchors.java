package io.mailhelm.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The DNSSEC trust anchors: the keys from which validation starts (RFC 4035 §4.4).
 *
 * @param records DS or DNSKEY records in a zone file's form (RFC 1035 §5), one a line
 */
public record TrustAnchors(String records) {
  private static final String ROOT = "root-anchors.txt";

  public TrustAnchors {
    Objects.requireNonNull(records);
  }

  /** The trust anchors of the root, as IANA publishes them. */
  public static TrustAnchors iana() {
    try (var stream = TrustAnchors.class.getResourceAsStream(ROOT)) {
      return new TrustAnchors(
          new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() {
    return new ByteArrayInputStream(records.getBytes(StandardCharsets.US_ASCII));
  }
}
