package io.mailhelm.smtp.send;

import io.mailhelm.config.Ascii;
import io.mailhelm.config.DomainName;

/** Writes paths for commands. */
final class CommandPath {
  private CommandPath() {}

  /**
   * With the domain in A-labels (RFC 6531 §3.5), which every server takes.
   *
   * @param path {@code local@domain}, or empty
   */
  static String wire(String path) {
    int at = path.lastIndexOf('@');
    if (at < 0 || Ascii.isAscii(path.substring(at))) {
      return path;
    }
    try {
      return path.substring(0, at + 1) + DomainName.of(path.substring(at + 1)).ascii();
    } catch (IllegalArgumentException e) {
      return path; // then only a server that takes UTF-8 can make something of it
    }
  }

  /** Whether it can stand in a command: one with a line end would be two commands. */
  static boolean isWritable(String text) {
    return text.chars().noneMatch(c -> c < 0x20 || c == 0x7f);
  }
}
