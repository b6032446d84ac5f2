package io.mailhelm.smtp.header;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds charsets by the names that strangers write. It is the only place that does: the platform's
 * own look-up of a name that nobody has searches all providers of charsets anew each time, which
 * costs some 20 µs, and a message can have a name every few octets. Here all names are in a table.
 */
public final class KnownCharsets {
  /** Characters of a name; a longer one is nobody's. */
  private static final int LONGEST = 64;

  /** What Windows calls Latin; every Java platform has it. */
  public static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** What nearly all mail names; with these the table of all is not made. */
  private static final Map<String, Charset> USUAL =
      Map.of(
          "utf-8", StandardCharsets.UTF_8,
          "us-ascii", StandardCharsets.US_ASCII,
          "iso-8859-1", StandardCharsets.ISO_8859_1,
          "windows-1252", WINDOWS_1252);

  /** A class that is being initialised would hold the carriers of all who wait for it. */
  private static final ReentrantLock MAKING = new ReentrantLock();

  /** Empty until a name is none of the usual ones. */
  private static volatile Map<String, Charset> all = Map.of();

  private KnownCharsets() {}

  /**
   * The charset of that name or alias, in any case.
   *
   * @return empty where this platform has none
   */
  public static Optional<Charset> of(String name) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    var lower = lower(name);
    var usual = USUAL.get(lower);
    return usual == null ? Optional.ofNullable(all().get(lower)) : Optional.of(usual);
  }

  /** Made once, which loads every charset that the runtime image has: some 100 ms. */
  private static Map<String, Charset> all() {
    if (all.isEmpty()) {
      MAKING.lock();
      try {
        all = all.isEmpty() ? made() : all;
      } finally {
        MAKING.unlock();
      }
    }
    return all;
  }

  private static Map<String, Charset> made() {
    var made = new HashMap<String, Charset>();
    var known = Charset.availableCharsets().values();
    known.forEach(charset -> made.put(lower(charset.name()), charset));
    for (var charset : known) {
      charset.aliases().forEach(alias -> made.putIfAbsent(lower(alias), charset));
    }
    return Map.copyOf(made);
  }

  /** The charset of that name; UTF-8, of which US-ASCII is a part, for one we do not know. */
  public static Charset orUtf8(String name) {
    return of(name)
        .filter(known -> !known.equals(StandardCharsets.US_ASCII))
        .orElse(StandardCharsets.UTF_8);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
