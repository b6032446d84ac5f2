package io.mailhelm.smtp.listen;

import io.mailhelm.config.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the header that a proxy puts before a connection (HAProxy's PROXY protocol, versions 1 and
 * 2). Pure.
 */
final class ProxyHeader {
  /** The most octets a header may take: version 2 with its extensions. */
  static final int MAX_OCTETS = 4_096;

  private static final byte[] V2 = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final int V1_MAX = 107;
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private ProxyHeader() {}

  /** What was found. */
  sealed interface Result {
    /** More octets are needed. */
    record Incomplete() implements Result {}

    /** No header, or a broken one. */
    record Malformed() implements Result {}

    /**
     * The proxy itself is the client: a health check.
     *
     * @param length octets of the header
     */
    record Local(int length) implements Result {}

    /** The proxy speaks for a client. */
    record Proxied(int length, InetAddress client, InetAddress server) implements Result {}
  }

  /** Reads the header at the beginning of {@code octets}. */
  static Result parse(byte[] octets, int length) {
    if (startsWith(octets, length, V2)) {
      return length < 16 ? new Result.Incomplete() : version2(octets, length);
    }
    if (startsWith(octets, length, V1)) {
      return version1(octets, length);
    }
    return new Result.Malformed();
  }

  /** Whether what is there could be, or is, the beginning of {@code magic}'s header. */
  private static boolean startsWith(byte[] octets, int length, byte[] magic) {
    int count = Math.min(length, magic.length);
    return Arrays.equals(octets, 0, count, magic, 0, count);
  }

  /** The line ends with CRLF; any other octet that is not printable is no part of one. */
  private static Result version1(byte[] octets, int length) {
    for (int i = 0; i < Math.min(length, V1_MAX); i++) {
      if (octets[i] == '\r' && i + 1 < Math.min(length, V1_MAX)) {
        return octets[i + 1] == '\n'
            ? version1(new String(octets, 0, i, StandardCharsets.US_ASCII), i + 2)
            : new Result.Malformed();
      }
      if (octets[i] != '\r' && (octets[i] < 0x20 || octets[i] == 0x7f)) {
        return new Result.Malformed();
      }
    }
    return length < V1_MAX ? new Result.Incomplete() : new Result.Malformed();
  }

  private static Result version1(String line, int length) {
    var words = line.split(" ", -1);
    if (words.length >= 2 && words[1].equals("UNKNOWN")) {
      return new Result.Local(length);
    }
    if (words.length != 6 || !isPort(words[4]) || !isPort(words[5])) {
      return new Result.Malformed();
    }
    var client = address(words[1], words[2]);
    var server = address(words[1], words[3]);
    return client.isPresent() && server.isPresent()
        ? new Result.Proxied(length, client.get(), server.get())
        : new Result.Malformed();
  }

  /**
   * TCP6 has IPv4 addresses too, where the proxy listens for both on one socket: as {@code
   * ::ffff:192.0.2.1} (RFC 4291 §2.5.5.2), which is the IPv4 address.
   */
  private static Optional<InetAddress> address(String family, String text) {
    return switch (family) {
      case "TCP4" -> IpLiteral.v4(text);
      case "TCP6" -> IpLiteral.v6(text);
      default -> Optional.empty();
    };
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches() && Integer.parseInt(text) <= 0xffff;
  }

  private static Result version2(byte[] octets, int length) {
    int size = 16 + ((octets[14] & 0xff) << 8 | octets[15] & 0xff);
    if ((octets[12] & 0xf0) != 0x20 || size > MAX_OCTETS) {
      return new Result.Malformed();
    }
    if (length < size) {
      return new Result.Incomplete();
    }
    return switch (octets[12] & 0x0f) {
      case 0 -> new Result.Local(size);
      case 1 ->
          switch (octets[13]) {
            case 0x11 -> proxied(octets, size, 4);
            case 0x21 -> proxied(octets, size, 16);
            case 0x00 -> new Result.Local(size);
            default -> new Result.Malformed(); // no TCP
          };
      default -> new Result.Malformed();
    };
  }

  private static Result proxied(byte[] octets, int size, int width) {
    if (size < 16 + 2 * width + 4) {
      return new Result.Malformed();
    }
    try {
      return new Result.Proxied(
          size,
          InetAddress.getByAddress(Arrays.copyOfRange(octets, 16, 16 + width)),
          InetAddress.getByAddress(Arrays.copyOfRange(octets, 16 + width, 16 + 2 * width)));
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 octets", e);
    }
  }
}
