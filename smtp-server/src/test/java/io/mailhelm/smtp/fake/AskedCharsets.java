package io.mailhelm.smtp.fake;

import java.nio.charset.Charset;
import java.nio.charset.spi.CharsetProvider;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that has no charsets, and counts how often the platform asks it for those whose names
 * begin with {@link #PREFIX}: each time the platform looks up a name that it does not have itself.
 */
public final class AskedCharsets extends CharsetProvider {
  /** Begins the names that nobody has, in lower case. */
  public static final String PREFIX = "zq";

  private static final AtomicLong ASKED = new AtomicLong();

  /** How often it was asked so far. */
  public static long asked() {
    return ASKED.get();
  }

  @Override
  public Iterator<Charset> charsets() {
    return Collections.emptyIterator();
  }

  @Override
  public Charset charsetForName(String name) {
    if (name.startsWith(PREFIX)) {
      ASKED.incrementAndGet();
    }
    return null;
  }
}
