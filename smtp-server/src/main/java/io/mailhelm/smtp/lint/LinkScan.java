package io.mailhelm.smtp.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds links through URL shorteners in text or HTML that comes character by character: the name of
 * one, with a path behind it. A scheme need not be there, since mail programs make links of names.
 * One thread's.
 */
final class LinkScan {
  /** Those that are known, one a line, in lower case. */
  private static final Set<String> KNOWN = known();

  /** Characters of a host name (RFC 1035 §3.1). */
  private static final int LONGEST = 255;

  private final StringBuilder host = new StringBuilder();
  private final Set<String> shorteners = new LinkedHashSet<>();
  private boolean inPath;
  private char last = ' ';
  private char lastButOne = ' ';

  private static Set<String> known() {
    try (InputStream in = LinkScan.class.getResourceAsStream("url-shorteners.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException("url-shorteners.txt", e);
    }
  }

  /** The next character. */
  void take(char c) {
    if (isOfHost(c)) {
      if (host.isEmpty()) {
        inPath = last == '/' && lastButOne != '/';
      }
      if (host.length() <= LONGEST) {
        host.append(c);
      }
    } else if (!host.isEmpty()) {
      if ((c == '/' || c == ':') && !inPath) {
        look();
      }
      host.setLength(0);
    }
    lastButOne = last;
    last = c;
  }

  private void look() {
    var written = host.toString().toLowerCase(Locale.ROOT);
    var name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    var bare = name.startsWith("www.") ? name.substring("www.".length()) : name;
    if (KNOWN.contains(bare)) {
      shorteners.add(bare);
    }
  }

  private static boolean isOfHost(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '-';
  }

  /** Those that were found, in the order of the text. */
  Set<String> shorteners() {
    return shorteners;
  }
}
