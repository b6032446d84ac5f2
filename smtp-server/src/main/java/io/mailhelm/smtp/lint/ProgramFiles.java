package io.mailhelm.smtp.lint;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says which attachments are programs, by what a computer would do with them when they are opened:
 * by the last extension of their name, whatever stands before it, and by their type.
 */
final class ProgramFiles {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "ade",
          "adp",
          "apk",
          "app",
          "appx",
          "appxbundle",
          "bat",
          "cab",
          "chm",
          "cmd",
          "com",
          "cpl",
          "diagcab",
          "dll",
          "dmg",
          "exe",
          "hta",
          "img",
          "ins",
          "iso",
          "isp",
          "jar",
          "jnlp",
          "js",
          "jse",
          "lib",
          "lnk",
          "mde",
          "mjs",
          "msc",
          "msi",
          "msix",
          "msixbundle",
          "msp",
          "mst",
          "nsh",
          "pif",
          "pkg",
          "ps1",
          "psm1",
          "reg",
          "scf",
          "scr",
          "sct",
          "sh",
          "shb",
          "sys",
          "vb",
          "vbe",
          "vbs",
          "vhd",
          "vhdx",
          "vxd",
          "wsc",
          "wsf",
          "wsh",
          "xll");

  private static final Set<String> TYPES =
      Set.of(
          "application/hta",
          "application/java-archive",
          "application/javascript",
          "application/vnd.android.package-archive",
          "application/vnd.microsoft.portable-executable",
          "application/x-bat",
          "application/x-dosexec",
          "application/x-executable",
          "application/x-java-archive",
          "application/x-mach-binary",
          "application/x-ms-installer",
          "application/x-ms-shortcut",
          "application/x-msdos-program",
          "application/x-msdownload",
          "application/x-msi",
          "application/x-sh",
          "application/x-sharedlib",
          "text/javascript",
          "text/vbscript",
          "text/x-shellscript");

  /** It turns the direction of text: {@code cod.exe} is shown as {@code exe.doc} after it. */
  private static final char TURNED = '\u202e';

  private ProgramFiles() {}

  /**
   * The name of a part that is a program, or its type where it has no name; empty for others.
   *
   * @param type a media type, lower case
   */
  static Optional<String> named(String type, Optional<String> name) {
    boolean isProgram = TYPES.contains(type) || name.filter(ProgramFiles::isProgram).isPresent();
    return isProgram ? Optional.of(name.orElse(type)) : Optional.empty();
  }

  /** Windows leaves away dots and blanks at the end of a name. */
  private static boolean isProgram(String name) {
    int end = name.length();
    while (end > 0 && (name.charAt(end - 1) == '.' || name.charAt(end - 1) <= ' ')) {
      end--;
    }
    int dot = name.lastIndexOf('.', end - 1);
    return name.indexOf(TURNED) >= 0
        || dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1, end).toLowerCase(Locale.ROOT));
  }
}
