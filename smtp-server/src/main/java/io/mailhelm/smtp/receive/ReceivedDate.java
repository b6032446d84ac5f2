package io.mailhelm.smtp.receive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats the date of Received fields (RFC 5322 §3.3), once a second. Thread-safe. */
final class ReceivedDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long epochSecond, String text) {}

  String of(Instant instant) {
    var second = last;
    if (second.epochSecond() != instant.getEpochSecond()) {
      second = new Second(instant.getEpochSecond(), FORMAT.format(instant));
      last = second;
    }
    return second.text();
  }
}
